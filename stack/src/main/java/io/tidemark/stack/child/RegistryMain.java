package io.tidemark.stack.child;

/// The schema registry's JVM.
public final class RegistryMain {
    private RegistryMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start();
        Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }
}
