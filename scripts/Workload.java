import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.SynchronousQueue;

/**
 * Something to look at: writes, reads and syncs a small file, hands messages from thread to thread (futexes) and computes a little,
 * about a quarter of one CPU. Runs until it is ended: {@code java scripts/Workload.java FILE}.
 */
final class Workload {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 64;
    private static final int MESSAGES = 100;

    private static final SynchronousQueue<Integer> HAND_OVER = new SynchronousQueue<>();

    private Workload() {}

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(Workload::takeMessages);
        Path path = Path.of(arguments[0]);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] block = new byte[BLOCK];
            while (Files.exists(path)) { // ends by itself when the file is taken away
                writeAndSync(file, block);
                read(file, block);
                for (int i = 0; i < MESSAGES; i++) {
                    HAND_OVER.put(i);
                }
                compute();
                Thread.sleep(50);
            }
        }
    }

    private static void takeMessages() {
        try {
            while (true) {
                HAND_OVER.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writeAndSync(RandomAccessFile file, byte[] block) throws Exception {
        file.seek(0);
        for (int i = 0; i < BLOCKS; i++) {
            file.write(block);
        }
        file.getFD().sync();
    }

    private static void read(RandomAccessFile file, byte[] block) throws Exception {
        file.seek(0);
        while (file.read(block) >= 0) {
            continue;
        }
    }

    private static void compute() {
        long end = System.nanoTime() + 10_000_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
