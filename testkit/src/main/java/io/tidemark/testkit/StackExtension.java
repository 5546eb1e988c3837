package io.tidemark.testkit;

import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Resolves [TestStack] parameters. JUnit closes what lies in its stores: the clients of a class after its tests,
/// broker and registry at the end of the session.
final class StackExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestStack.class;
    }

    @Override
    public TestStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> outermost = outermost(context.getRequiredTestClass());
        Store perSession = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        Store perClass = classContext(context, outermost).getStore(NAMESPACE);
        return perClass.computeIfAbsent(
                TestStack.class,
                key -> new TestStack(
                        perSession
                                .computeIfAbsent(SharedStack.class, shared -> SharedStack.start(), SharedStack.class)
                                .stack(),
                        prefix(outermost)),
                TestStack.class);
    }

    private static Class<?> outermost(Class<?> test) {
        Class<?> outer = test.getEnclosingClass();
        return outer == null ? test : outermost(outer);
    }

    /// The context of the outermost class: nested classes share its stack, and it is closed after all of them.
    private static ExtensionContext classContext(ExtensionContext context, Class<?> outermost) {
        return context.getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .map(parent -> classContext(parent, outermost))
                .orElse(context);
    }

    /// `LateLabelTest` gives `late-label-test.`.
    private static String prefix(Class<?> test) {
        return test.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".";
    }

    /// Broker and registry in a temporary home.
    record SharedStack(Path home, EmbeddedStack stack) implements AutoCloseable {
        static SharedStack start() {
            try {
                Path home = Files.createTempDirectory("tidemark-test-");
                EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(home));
                stack.failure().thenAccept(failure -> System.err.println(failure.getMessage()));
                return new SharedStack(home, stack);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
