package io.borescope.processor.memorylimiter;

/** The memory of a process with a garbage-collected heap. */
interface Memory {
    /**
     * What is used at a moment.
     *
     * @param heapBytes what lies on the heap, garbage included
     * @param processBytes what the process has from the system, without what is free on its heap
     */
    record Use(long heapBytes, long processBytes) {}

    /** What is used now. */
    Use use();

    /** What the heap can grow to, in bytes. */
    long mostHeapBytes();

    /** What there is for this process and its neighbours, in bytes: the control group's limit, or the host's memory. */
    long totalBytes();

    /** Removes the garbage from the heap, so that what is left is in use. Returns when it is done. */
    void collectGarbage();
}
