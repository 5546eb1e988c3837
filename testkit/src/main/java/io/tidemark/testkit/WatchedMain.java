package io.tidemark.testkit;

import io.tidemark.stack.child.ParentWatch;
import java.util.Arrays;

/// Runs another main class in a JVM that ends with its parent: `WatchedMain CLASS ARGUMENTS...`.
final class WatchedMain {
    private WatchedMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start();
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        var main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) rest);
    }
}
