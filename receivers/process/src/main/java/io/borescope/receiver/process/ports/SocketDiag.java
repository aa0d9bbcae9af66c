package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.ports.ProcSockets.OpenPort;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the kernel which ports are open in one network namespace. It answers from the tables of listening and of UDP sockets alone, where
 * a reader of {@code /proc/net/tcp} pays for the table of all connections, however empty: some milliseconds on a host with much memory.
 *
 * <p>One thread. Keeps the namespace alive until it is closed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/sock_diag.7.html">sock_diag(7)</a>
 */
@SuppressWarnings("restricted") // functions are called as the C library declares them
final class SocketDiag implements AutoCloseable {
    private static final Path OWN_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int MSG_DONTWAIT = 0x40;

    private static final int HEADER_BYTES = 16;
    private static final int REQUEST_BYTES = HEADER_BYTES + 56;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short REQUEST_DUMP = 0x301;
    private static final short ERROR = 2;
    private static final short DONE = 3;
    private static final byte TCP = 6;
    private static final byte UDP = 17;

    /** Bits of TCP_LISTEN, and of TCP_CLOSE, which is what UDP sockets are in that are not connected. */
    private static final int LISTENING = 1 << 10;

    private static final int NOT_CONNECTED = 1 << 7;

    /** Offsets in a struct inet_diag_msg behind the header. */
    private static final int PORT = HEADER_BYTES + 4;

    private static final int INODE = HEADER_BYTES + 68;
    private static final int MESSAGE_BYTES = HEADER_BYTES + 72;

    private static final int BUFFER_BYTES = 32 << 10;
    private static final int MOST_ANSWERS = 1_000;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort PORT_LAYOUT = U16.withOrder(ByteOrder.BIG_ENDIAN);

    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SOCKET = function(
            "socket",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SEND = function("send", transfer());
    private static final MethodHandle RECV = function("recv", transfer());

    private final int socket;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment request = arena.allocate(REQUEST_BYTES);
    private final MemorySegment answer = arena.allocate(BUFFER_BYTES, Long.BYTES);
    private boolean closed;

    private SocketDiag(int socket) {
        this.socket = socket;
    }

    /** Opens it for the agent's network namespace; nothing if the kernel has no such sockets. */
    static Optional<SocketDiag> open() {
        return of(socket());
    }

    /**
     * Opens it for another network namespace, which takes CAP_SYS_ADMIN; nothing where that is refused.
     *
     * @param namespace {@code /proc/<pid>/ns/net}
     */
    static Optional<SocketDiag> openIn(Path namespace) {
        return of(socketIn(namespace));
    }

    private static Optional<SocketDiag> of(int socket) {
        return socket < 0 ? Optional.empty() : Optional.of(new SocketDiag(socket));
    }

    private static int socket() {
        return call(SOCKET, AF_NETLINK, SOCK_RAW | CLOEXEC, NETLINK_SOCK_DIAG);
    }

    /** A socket belongs to the namespace in which it was made, wherever its thread is later. */
    private static int socketIn(Path namespace) {
        int own = descriptor(OWN_NAMESPACE);
        int other = descriptor(namespace);
        try {
            if (own < 0 || other < 0 || call(SETNS, other, CLONE_NEWNET) != 0) {
                return -1;
            }
            int socket = socket();
            if (call(SETNS, own, CLONE_NEWNET) != 0) {
                throw new IllegalStateException("cannot return to the agent's network namespace");
            }
            return socket;
        } finally {
            closeDescriptor(own);
            closeDescriptor(other);
        }
    }

    private static int descriptor(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path.toString()), CLOEXEC);
        }
    }

    private static void closeDescriptor(int descriptor) {
        if (descriptor >= 0) {
            call(CLOSE, descriptor);
        }
    }

    /** What is open, by inode; nothing if the kernel does not answer. */
    Optional<Map<Long, OpenPort>> ports() {
        Map<Long, OpenPort> open = new HashMap<>();
        boolean complete = dump(AF_INET, TCP, LISTENING, Transport.TCP, open)
                && dump(AF_INET6, TCP, LISTENING, Transport.TCP, open)
                && dump(AF_INET, UDP, NOT_CONNECTED, Transport.UDP, open)
                && dump(AF_INET6, UDP, NOT_CONNECTED, Transport.UDP, open);
        return complete ? Optional.of(open) : Optional.empty();
    }

    private boolean dump(int family, byte protocol, int states, Transport transport, Map<Long, OpenPort> open) {
        request.fill((byte) 0);
        request.set(U32, 0, REQUEST_BYTES);
        request.set(U16, 4, SOCK_DIAG_BY_FAMILY);
        request.set(U16, 6, REQUEST_DUMP);
        request.set(ValueLayout.JAVA_BYTE, HEADER_BYTES, (byte) family);
        request.set(ValueLayout.JAVA_BYTE, HEADER_BYTES + 1, protocol);
        request.set(U32, HEADER_BYTES + 4, states);
        if (transfer(SEND, request) != REQUEST_BYTES) {
            return false;
        }
        for (int i = 0; i < MOST_ANSWERS; i++) {
            long received = transfer(RECV, answer);
            if (received <= 0) {
                return false;
            }
            int end = read(received, transport, open);
            if (end != 0) {
                return end == DONE;
            }
        }
        return false;
    }

    /** Reads the messages of one answer; the type of the one that ends the dump, or 0 if more is to come. */
    private int read(long received, Transport transport, Map<Long, OpenPort> open) {
        long offset = 0;
        while (offset + HEADER_BYTES <= received) {
            long length = Integer.toUnsignedLong(answer.get(U32, offset));
            int type = Short.toUnsignedInt(answer.get(U16, offset + 4));
            if (type == DONE || type == ERROR || length < HEADER_BYTES || offset + length > received) {
                return type == DONE ? DONE : ERROR;
            }
            if (length >= MESSAGE_BYTES) {
                int port = Short.toUnsignedInt(answer.get(PORT_LAYOUT, offset + PORT));
                open.put(Integer.toUnsignedLong(answer.get(U32, offset + INODE)), new OpenPort(transport, port));
            }
            offset += (length + 3) & ~3L;
        }
        return 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            call(CLOSE, socket);
            arena.close();
        }
    }

    private long transfer(MethodHandle function, MemorySegment bytes) {
        try {
            return (long) function.invokeExact(socket, bytes, bytes.byteSize(), MSG_DONTWAIT);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a function of the C library cannot be called", e);
    }

    private static FunctionDescriptor transfer() {
        MemoryLayout[] arguments = {
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT
        };
        return FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
