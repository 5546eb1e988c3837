package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Missing;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The binary form of a kernel, big endian.
///
/// First byte: kind. Forest (1): inputs, trees, roots, nodes, slots (int each), base, scale (double each), roots
/// (int), nodes (long), leaves (double), slots (int input, byte missing). Forest with covers (3): the same, then the
/// training rows of each leaf in the order of the nodes (float). Linear (2): inputs (int), intercept, weights, centres
/// (double). Classes (4): number of classes (int), then for each the length of its kernel (int) and that kernel, of one
/// of the other kinds. The length is checked before anything is allocated, the content before anything is walked.
public final class KernelFormat {
    private static final byte FOREST = 1;
    private static final byte LINEAR = 2;
    private static final byte FOREST_WITH_COVERS = 3;
    private static final byte CLASSES = 4;

    private KernelFormat() {}

    /// The bytes of a kernel.
    public static byte[] write(Kernel kernel) {
        return switch (kernel) {
            case ForestKernel forest -> forest(forest.parts());
            case LinearKernel linear -> linear(linear);
            case ClassKernels classes -> classes(classes);
        };
    }

    /// The kernel of these bytes.
    ///
    /// @throws IllegalArgumentException when they are not exactly a sound kernel
    public static Kernel read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte kind = in.get();
            Kernel kernel = kind == CLASSES ? readClasses(in) : readSingle(kind, in);
            if (in.hasRemaining()) {
                throw damaged(in.remaining() + " bytes behind the kernel", "none");
            }
            return kernel;
        } catch (BufferUnderflowException e) {
            throw damaged(bytes.length + " bytes", "more");
        }
    }

    private static SingleKernel readSingle(byte kind, ByteBuffer in) {
        return switch (kind) {
            case FOREST -> readForest(in, false);
            case FOREST_WITH_COVERS -> readForest(in, true);
            case LINEAR -> readLinear(in);
            default -> throw damaged("kernel kind " + kind, FOREST + " to " + CLASSES + ", a class's below " + CLASSES);
        };
    }

    private static byte[] classes(ClassKernels classes) {
        List<byte[]> kernels =
                classes.kernels().stream().map(KernelFormat::write).toList();
        long length =
                1 + 4 + kernels.stream().mapToLong(kernel -> 4L + kernel.length).sum();
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(length)).put(CLASSES).putInt(kernels.size());
        kernels.forEach(kernel -> out.putInt(kernel.length).put(kernel));
        return out.array();
    }

    private static ClassKernels readClasses(ByteBuffer in) {
        int classes = in.getInt();
        // A class takes its length and its kind at least.
        if (classes < 0 || classes > in.remaining() / 5) {
            throw damaged(in.remaining() + " bytes for " + classes + " classes", "5 bytes each at least");
        }
        List<SingleKernel> kernels = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            int length = in.getInt();
            if (length < 1 || length > in.remaining()) {
                throw damaged(in.remaining() + " bytes for class " + i, Integer.toString(length));
            }
            ByteBuffer own = in.slice(in.position(), length);
            in.position(in.position() + length);
            kernels.add(readSingle(own.get(), own));
            if (own.hasRemaining()) {
                throw damaged(own.remaining() + " bytes behind the kernel of class " + i, "none");
            }
        }
        return new ClassKernels(kernels);
    }

    private static byte[] forest(ForestKernel.Parts parts) {
        ByteBuffer out = ByteBuffer.allocate(1 + 5 * 4 + 2 * 8 + forestBytes(parts) + 4 * parts.covers.length);
        out.put(parts.covers.length == 0 ? FOREST : FOREST_WITH_COVERS)
                .putInt(parts.inputs)
                .putInt(parts.trees)
                .putInt(parts.roots.length);
        out.putInt(parts.nodes.length).putInt(parts.slotInputs.length);
        out.putDouble(parts.base).putDouble(parts.scale);
        Arrays.stream(parts.roots).forEach(out::putInt);
        Arrays.stream(parts.nodes).forEach(out::putLong);
        Arrays.stream(parts.leaves).forEach(out::putDouble);
        for (int slot = 0; slot < parts.slotInputs.length; slot++) {
            out.putInt(parts.slotInputs[slot]).put(parts.slotMissing[slot].code());
        }
        for (float cover : parts.covers) {
            out.putFloat(cover);
        }
        return out.array();
    }

    private static int forestBytes(ForestKernel.Parts parts) {
        return Math.toIntExact(4L * parts.roots.length + 16L * parts.nodes.length + 5L * parts.slotInputs.length);
    }

    private static ForestKernel readForest(ByteBuffer in, boolean withCovers) {
        int inputs = in.getInt();
        int trees = in.getInt();
        int roots = in.getInt();
        int nodes = in.getInt();
        int slots = in.getInt();
        double base = in.getDouble();
        double scale = in.getDouble();
        long covers = in.remaining() - (4L * roots + 16L * nodes + 5L * slots);
        boolean fits = withCovers ? covers >= 0 && covers <= 4L * nodes : covers == 0;
        if (roots < 0 || nodes < 0 || slots < 0 || !fits) {
            throw damaged(
                    in.remaining() + " bytes for " + roots + " roots, " + nodes + " nodes and " + slots + " slots",
                    "4, 16 and 5 bytes each");
        }
        int[] rootIndices = new int[roots];
        Arrays.setAll(rootIndices, i -> in.getInt());
        long[] packed = new long[nodes];
        Arrays.setAll(packed, i -> in.getLong());
        double[] leaves = new double[nodes];
        Arrays.setAll(leaves, i -> in.getDouble());
        int[] slotInputs = new int[slots];
        Missing[] slotMissing = new Missing[slots];
        for (int slot = 0; slot < slots; slot++) {
            slotInputs[slot] = in.getInt();
            slotMissing[slot] = Missing.ofCode(in.get());
        }
        return new ForestKernel(new ForestKernel.Parts(
                inputs,
                trees,
                packed,
                leaves,
                rootIndices,
                slotInputs,
                slotMissing,
                withCovers ? readCovers(in, packed) : new float[0],
                base,
                scale));
    }

    private static float[] readCovers(ByteBuffer in, long[] nodes) {
        int leaves = 0;
        for (long node : nodes) {
            leaves += ForestKernel.distanceOf(node) == 0 ? 1 : 0;
        }
        if (in.remaining() != 4L * leaves || leaves == 0) {
            throw damaged(in.remaining() + " bytes for the covers of " + leaves + " leaves", "4 bytes each");
        }
        float[] covers = new float[leaves];
        for (int i = 0; i < leaves; i++) {
            covers[i] = in.getFloat();
        }
        return covers;
    }

    private static byte[] linear(LinearKernel linear) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(1 + 4 + 8 + 16L * linear.inputs()));
        out.put(LINEAR).putInt(linear.inputs()).putDouble(linear.intercept());
        Arrays.stream(linear.weights()).forEach(out::putDouble);
        Arrays.stream(linear.centres()).forEach(out::putDouble);
        return out.array();
    }

    private static LinearKernel readLinear(ByteBuffer in) {
        int inputs = in.getInt();
        double intercept = in.getDouble();
        if (inputs < 0 || 16L * inputs != in.remaining()) {
            throw damaged(in.remaining() + " bytes for " + inputs + " inputs", "16 bytes each");
        }
        double[] weights = new double[inputs];
        Arrays.setAll(weights, i -> in.getDouble());
        double[] centres = new double[inputs];
        Arrays.setAll(centres, i -> in.getDouble());
        return new LinearKernel(intercept, weights, centres);
    }

    private static IllegalArgumentException damaged(String found, String expected) {
        return new IllegalArgumentException("The kernel is damaged: found " + found + ", expected " + expected + ".");
    }
}
