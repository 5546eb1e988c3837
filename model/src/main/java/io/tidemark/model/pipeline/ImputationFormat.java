package io.tidemark.model.pipeline;

import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.KernelFormat;
import io.tidemark.model.pipeline.ForestImputer.Fill;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The binary form of a [RowImputation], big endian.
///
/// Neighbours: how many (int, 0: none), then columns (int), filled columns (int), rows (int), the columns (int each),
/// scales (double each), indices of filled columns (int each), reference (float each). Forests: rounds (int, 0: none),
/// then how many (int), each with column (int), length (int) and a kernel as [KernelFormat] writes it. Lengths are
/// checked before anything is allocated.
public final class ImputationFormat {
    private ImputationFormat() {}

    /// The bytes of an imputation; equal ones have equal bytes.
    public static byte[] write(RowImputation imputation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (imputation.neighbours().isPresent()) {
                write(imputation.neighbours().get(), out);
            } else {
                out.writeInt(0);
            }
            if (imputation.forests().isPresent()) {
                write(imputation.forests().get(), out);
            } else {
                out.writeInt(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(NeighbourImputer imputer, DataOutputStream out) throws IOException {
        out.writeInt(imputer.neighbours());
        out.writeInt(imputer.columns().length);
        out.writeInt(imputer.filledIndices().length);
        out.writeInt(imputer.reference().length / imputer.columns().length);
        for (int column : imputer.columns()) {
            out.writeInt(column);
        }
        for (double scale : imputer.scales()) {
            out.writeDouble(scale);
        }
        for (int index : imputer.filledIndices()) {
            out.writeInt(index);
        }
        for (float value : imputer.reference()) {
            out.writeFloat(value);
        }
    }

    private static void write(ForestImputer imputer, DataOutputStream out) throws IOException {
        out.writeInt(imputer.rounds());
        out.writeInt(imputer.fills().size());
        for (Fill fill : imputer.fills()) {
            byte[] kernel = KernelFormat.write(fill.forest());
            out.writeInt(fill.column());
            out.writeInt(kernel.length);
            out.write(kernel);
        }
    }

    /// The imputation of these bytes.
    ///
    /// @throws IllegalArgumentException when they are not exactly a sound one
    public static RowImputation read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            RowImputation imputation = new RowImputation(neighbours(in), forests(in));
            if (in.hasRemaining()) {
                throw damaged(in.remaining() + " bytes behind the imputation", "none");
            }
            return imputation;
        } catch (BufferUnderflowException e) {
            throw damaged(bytes.length + " bytes", "more");
        }
    }

    private static Optional<NeighbourImputer> neighbours(ByteBuffer in) {
        int neighbours = in.getInt();
        if (neighbours == 0) {
            return Optional.empty();
        }
        int columns = in.getInt();
        int filled = in.getInt();
        int rows = in.getInt();
        if (columns < 1
                || filled < 0
                || rows < 0
                || 12L * columns + 4L * filled + 4L * rows * columns > in.remaining()) {
            throw damaged(
                    in.remaining() + " bytes for " + rows + " rows of " + columns + " columns", "4 bytes a value");
        }
        int[] compared = new int[columns];
        Arrays.setAll(compared, i -> in.getInt());
        double[] scales = new double[columns];
        Arrays.setAll(scales, i -> in.getDouble());
        int[] indices = new int[filled];
        Arrays.setAll(indices, i -> in.getInt());
        float[] reference = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = in.getFloat();
        }
        return Optional.of(new NeighbourImputer(neighbours, compared, scales, indices, reference));
    }

    private static Optional<ForestImputer> forests(ByteBuffer in) {
        int rounds = in.getInt();
        if (rounds == 0) {
            return Optional.empty();
        }
        int count = in.getInt();
        List<Fill> fills = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int column = in.getInt();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw damaged(in.remaining() + " bytes for a forest", Integer.toString(length));
            }
            byte[] kernel = new byte[length];
            in.get(kernel);
            if (!(KernelFormat.read(kernel) instanceof ForestKernel forest)) {
                throw damaged("a kernel of another kind", "a forest");
            }
            fills.add(new Fill(column, forest));
        }
        return Optional.of(new ForestImputer(rounds, fills));
    }

    private static IllegalArgumentException damaged(String found, String expected) {
        return new IllegalArgumentException(
                "The imputation is damaged: found " + found + ", expected " + expected + ".");
    }
}
