package io.tidemark.stack;

import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.SchemaBuilder;

/// A program that holds a stack until it is ended: `StackHolder HOME`. Prints the id of a schema that it registers
/// last.
final class StackHolder {
    private StackHolder() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(Path.of(args[0])));
        stack.beforeStop(() -> System.out.println("closing"));
        SchemaRegistry registry = SchemaRegistry.open(RegistrySettings.of(stack.registryUrl()));
        System.out.println(
                registry.register("held-value", SchemaBuilder.builder().intType()));
        new CountDownLatch(1).await();
    }
}
