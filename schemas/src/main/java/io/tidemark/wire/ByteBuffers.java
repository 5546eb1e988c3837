package io.tidemark.wire;

import java.nio.ByteBuffer;

/// Bytes out of buffers, as Avro's generated records hold them.
public final class ByteBuffers {
    private ByteBuffers() {}

    /// A copy of what is left in a buffer; its position stays.
    public static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
