package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context whose connections keep to what is configured, whoever opens them. HTTP clients and Netty take a context, and then choose versions, cipher
 * suites and the server's name by themselves, each in a way of its own; what they choose is narrowed here.
 */
final class TlsContext extends SSLContext {
    private TlsContext(SSLContext inner, Rules rules) {
        super(new Spi(inner, rules), inner.getProvider(), inner.getProtocol());
    }

    /**
     * Makes one.
     *
     * @param own who one is; empty for nobody
     * @param trusted whom one believes
     * @param serverName whom to expect; null for the host that is connected to
     */
    static SSLContext of(
            List<KeyManager> own, List<TrustManager> trusted, TlsParameters parameters, @Nullable String serverName)
            throws StartException {
        SSLContext plain = plain(own, trusted);
        return parameters.equals(TlsParameters.DEFAULT) && serverName == null
                ? plain
                : new TlsContext(plain, new Rules(parameters, serverName));
    }

    /** As the Java runtime has it. */
    static SSLContext plain(List<KeyManager> own, List<TrustManager> trusted) throws StartException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.toArray(KeyManager[]::new), trusted.toArray(TrustManager[]::new), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new StartException("cannot use TLS: " + e + ".", e);
        }
    }

    /**
     * What connections keep to.
     *
     * @param serverName whom to expect; null for the host that is connected to
     */
    record Rules(TlsParameters parameters, @Nullable String serverName) {
        String name(String host) {
            return serverName == null ? host : serverName;
        }

        SSLParameters applyTo(SSLParameters chosen) {
            parameters.narrow(chosen);
            if (serverName != null) {
                chosen.setServerNames(null); // then the name is sent that the connection was made with
            }
            return chosen;
        }
    }

    /** Narrows what another one makes. */
    private static final class Spi extends SSLContextSpi {
        private final SSLContext inner;
        private final Rules rules;

        Spi(SSLContext inner, Rules rules) {
            this.inner = inner;
            this.rules = rules;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("it is ready for use");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new NarrowedEngine(inner.createSSLEngine(), rules);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new NarrowedEngine(inner.createSSLEngine(rules.name(host), port), rules);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Sockets(inner.getSocketFactory(), rules);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("the agent's servers use engines");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return inner.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return inner.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return rules.applyTo(inner.getDefaultSSLParameters());
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return inner.getSupportedSSLParameters();
        }
    }

    /** Makes the sockets of clients. Who expects another name than the host's has it compared here, as the owner of the socket cannot. */
    private static final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory inner;
        private final Rules rules;

        Sockets(SSLSocketFactory inner, Rules rules) {
            this.inner = inner;
            this.rules = rules;
        }

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean closesIt) throws IOException {
            SSLSocket socket = (SSLSocket) inner.createSocket(connected, rules.name(host), port, closesIt);
            SSLParameters parameters = rules.applyTo(socket.getSSLParameters());
            if (rules.serverName() != null) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(new Socket(host, port), host, port, true);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(new Socket(host, port, from, fromPort), host, port, true);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(new Socket(host, port), host.getHostAddress(), port, true);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(new Socket(host, port, from, fromPort), host.getHostAddress(), port, true);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return rules.parameters().narrowSuites(inner.getDefaultCipherSuites());
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inner.getSupportedCipherSuites();
        }
    }
}
