package io.borescope.extension.clickhouseembedded.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The public side of the engine's HTTP interface. Passes on requests that are whole and well-formed, within limits, so that no client can
 * break the engine: see {@link Exchange} for what reaches it and when. Opened once, closed once.
 *
 * <p>Each client has a virtual thread that waits; one more thread watches the time.
 */
public final class Guard implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final long WATCH_NANOS = 100_000_000;

    private final InetSocketAddress engine;
    private final GuardLimits limits;
    private final boolean hasUsers;
    private final ServerSocket listener;
    private final UpstreamPool pool;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /**
     * Listens.
     *
     * @param address to listen at; port 0 lets the system choose
     * @param engine where the engine's HTTP interface listens
     * @param hasUsers whether the engine has users: then each request must name one, else pages of other sites are refused
     * @throws IOException if it cannot listen there
     */
    public Guard(InetSocketAddress address, InetSocketAddress engine, GuardLimits limits, boolean hasUsers)
            throws IOException {
        this.engine = engine;
        this.limits = limits;
        this.hasUsers = hasUsers;
        this.pool = new UpstreamPool(engine);
        this.listener = new ServerSocket();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("guard accept").start(this::accept);
        Thread.ofPlatform().daemon().name("guard watch").start(this::watch);
    }

    /** Where it listens. */
    public InetAddress address() {
        return listener.getInetAddress();
    }

    /** The port it listens at. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Takes no more requests, gives those under way a little time, and closes every connection, those to the engine last. */
    @Override
    public void close() throws IOException {
        closing = true;
        listener.close();
        closeClients(client -> !client.isBusy());
        long until = System.nanoTime() + limits.drain().toNanos();
        while (clients.stream().anyMatch(Client::isBusy) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(WATCH_NANOS / 10);
        }
        closeClients(_ -> true);
        pool.close();
    }

    private void accept() {
        while (!closing) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                // One connection that was gone again, or too many open files: neither may end the listening.
                LockSupport.parkNanos(closing ? 0 : WATCH_NANOS / 10);
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        if (clients.size() >= limits.connections() && !makeRoom()) {
            try (socket) {
                socket.getOutputStream().write(Client.answer(503, "Too many connections.\n"));
            }
            return;
        }
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Client client = new Client(socket, limits);
        clients.add(client);
        Thread.ofVirtual().name("guard client").start(() -> serve(client));
    }

    /** Closes the connection that has been idle longest. */
    private boolean makeRoom() throws IOException {
        Optional<Client> idle =
                clients.stream().filter(Client::isIdle).min(Comparator.comparingLong(Client::deadlineNanos));
        if (idle.isPresent()) {
            clients.remove(idle.get());
            idle.get().close();
        }
        return idle.isPresent();
    }

    @SuppressWarnings("EmptyCatch") // a client that breaks off is its own affair
    private void serve(Client client) {
        try (client) {
            client.serve(engine, pool, hasUsers);
        } catch (IOException e) {
            // The connection is closed, which is all that is left to do.
        } finally {
            clients.remove(client);
        }
    }

    private void watch() {
        while (!closing) {
            long now = System.nanoTime();
            try {
                closeClients(client -> client.isOverdue(now));
                pool.dropOld();
            } catch (IOException e) {
                // A socket that does not close cannot be helped; the others are looked at next time.
            }
            LockSupport.parkNanos(WATCH_NANOS);
        }
    }

    private void closeClients(Predicate<Client> which) throws IOException {
        for (Client client : clients) {
            if (which.test(client)) {
                client.close();
            }
        }
    }
}
