package io.borescope.engine.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.borescope.engine.config.LogsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets Logback up in code: no file to find and parse when the agent starts. */
final class Logging {
    /** Time, level, thread (which bears a component's id), message. */
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level [%thread] %msg%n";

    private Logging() {}

    /** Sends the log to standard error, at this level and in this form. */
    static void configure(LogsConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, config.format()));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.level().name()));
        root.addAppender(appender);
        // PF4J logs each failure with a stack trace; we report it in one line.
        context.getLogger("org.pf4j").setLevel(Level.OFF);
        // ClickHouse's client logs each attempt that fails, the queue reports the first.
        context.getLogger("com.clickhouse").setLevel(Level.OFF);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogsConfig.Format format) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case TEXT -> text();
            case JSON -> json();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    /** Without what is the same in every message. */
    private static JsonEncoder json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }
}
