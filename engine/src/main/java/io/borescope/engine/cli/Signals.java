package io.borescope.engine.cli;

import java.lang.reflect.Proxy;

/**
 * Hears of signals. Uses {@code sun.misc.Signal}, the JDK's only way to hear of one without ending: a shutdown hook could neither choose
 * the exit code nor notice a second Ctrl-C. By reflection, because the compiler does not let that class be named without a warning.
 */
final class Signals {
    /** Ctrl-C. */
    static final String INTERRUPT = "INT";

    /** How supervisors end a process. */
    static final String TERMINATE = "TERM";

    /** How services are told to read their configuration again. */
    static final String HANG_UP = "HUP";

    private Signals() {}

    /** Calls back at each signal, on a thread of its own, in place of what the JVM would do. */
    static void handle(String name, Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, e);
        }
    }
}
