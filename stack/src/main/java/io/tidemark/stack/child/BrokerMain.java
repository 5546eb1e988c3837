package io.tidemark.stack.child;

import java.io.PrintStream;

/// The broker's JVM: `BrokerMain SERVER_PROPERTIES [CLUSTER_ID]`; with a cluster id it formats the log directory first.
///
/// Formatting in the same JVM saves the second that one of its own would take.
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start();
        if (args.length == 2) {
            format(args[0], args[1]);
        }
        String[] brokerArgs = {args[0]};
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) brokerArgs);
    }

    private static void format(String serverProperties, String clusterId) throws ReflectiveOperationException {
        String[] formatArgs = {"format", "--cluster-id", clusterId, "--config", serverProperties};
        Object status = Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, formatArgs, System.out);
        if (!Integer.valueOf(0).equals(status)) {
            System.err.println("Formatting the log directory failed with status " + status + ".");
            System.exit(1);
        }
    }
}
