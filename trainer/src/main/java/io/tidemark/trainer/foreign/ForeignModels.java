package io.tidemark.trainer.foreign;

import java.nio.charset.StandardCharsets;

/// Tells the formats apart by their first bytes.
final class ForeignModels {
    /// Largest file, bytes.
    static final long MAX_BYTES = 256L * 1024 * 1024;

    private ForeignModels() {}

    /// The model of a file.
    ///
    /// @throws IllegalArgumentException when it is none, is damaged, or holds what the kernel cannot do
    static ForeignModel read(byte[] file) {
        String start = new String(file, 0, Math.min(64, file.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("tree\n") || start.startsWith("tree\r\n")) {
            return LightGbmModel.read(new String(file, StandardCharsets.UTF_8));
        }
        if (start.stripLeading().startsWith("{")) {
            return XgboostModel.read(file);
        }
        // An ONNX file begins with its version: field 1, a small number.
        if (file.length > 2 && file[0] == 8 && file[1] > 0) {
            return OnnxModel.read(file);
        }
        throw new IllegalArgumentException(
                "Found another kind of file, expected a LightGBM text model, an XGBoost JSON or UBJSON model, or an ONNX model.");
    }
}
