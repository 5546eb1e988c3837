package io.tidemark.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where log lines go. Commands print for people and log to a file, or not at all; a service in a container logs to
/// standard output.
public final class Logs {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-24.24logger{0} %msg%n";
    private static final List<String> CHATTY = List.of(
            "smile",
            "io.github.metarank",
            "org.apache.kafka",
            "org.springframework",
            "org.apache.catalina",
            "org.apache.coyote");

    static {
        // Spring Boot would set up logging itself, and undo what is chosen here.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private Logs() {}

    /// Nothing but errors, on standard error.
    public static void quiet() {
        Logger root = reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        attach(root, console);
        root.setLevel(Level.ERROR);
        CHATTY.forEach(name -> logger(name).setLevel(Level.OFF));
    }

    /// Everything of interest to standard output.
    public static void toConsole() {
        Logger root = reset();
        attach(root, new ConsoleAppender<>());
        levels(root);
    }

    /// Everything of interest to a file; 20 MB a file, 5 files.
    public static void toFile(Path file) {
        Logger root = reset();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(root.getLoggerContext());
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxFileSize(FileSize.valueOf("20MB"));
        policy.setMaxHistory(5);
        policy.setTotalSizeCap(FileSize.valueOf("100MB"));
        policy.start();
        appender.setRollingPolicy(policy);
        attach(root, appender);
        levels(root);
    }

    private static void levels(Logger root) {
        root.setLevel(Level.INFO);
        CHATTY.forEach(name -> logger(name).setLevel(Level.WARN));
        logger("org.apache.kafka.clients.consumer.ConsumerConfig").setLevel(Level.ERROR);
        logger("org.apache.kafka.common.utils.AppInfoParser").setLevel(Level.ERROR);
    }

    private static Logger reset() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger logger(String name) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    }

    private static void attach(Logger root, OutputStreamAppender<ILoggingEvent> appender) {
        LoggerContext context = root.getLoggerContext();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
    }
}
