package io.borescope.engine.runtime;

/** What the engine catches from components, and what it does not. */
final class Containment {
    private Containment() {}

    /**
     * Passes on what must end the process: the virtual machine cannot be trusted any more. It then reaches the thread's uncaught-exception
     * handler. A stack overflow is the component's own mistake and is contained.
     */
    static void passOnFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
