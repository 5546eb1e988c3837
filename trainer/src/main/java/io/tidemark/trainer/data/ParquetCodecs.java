package io.tidemark.trainer.data;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// Compression of Parquet pages by the libraries themselves: the ones that Parquet brings along ask for a Hadoop
/// configuration.
final class ParquetCodecs implements CompressionCodecFactory {
    /// What can be read; the first of them is what is written.
    private static final Set<CompressionCodecName> KNOWN = Set.of(
            CompressionCodecName.ZSTD,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.LZ4_RAW,
            CompressionCodecName.UNCOMPRESSED);

    /// A page is some megabytes at most in any sane file; a broken header may claim two gigabytes.
    private static final int MAX_PAGE_BYTES = 512 << 20;

    private static final int ZSTD_LEVEL = 1;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        if (name != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("Found " + name + ", expected ZSTD: nothing else is written.");
        }
        return new ZstdCompressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        if (!KNOWN.contains(name)) {
            throw new DataException("Found the compression " + name
                    + ", expected zstd, snappy, gzip, lz4_raw or none: write the file anew.");
        }
        return new Decompressor(name);
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private static final class ZstdCompressor implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return BytesInput.from(Zstd.compress(bytes.toInputStream().readAllBytes(), ZSTD_LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    private record Decompressor(CompressionCodecName name) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(decompressed(bytes.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                throws IOException {
            byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            output.put(decompressed(bytes, decompressedSize));
        }

        private byte[] decompressed(byte[] bytes, int size) throws IOException {
            if (size < 0 || size > MAX_PAGE_BYTES) {
                throw new IOException("found a page of " + size + " bytes, expected at most " + MAX_PAGE_BYTES);
            }
            byte[] page = new byte[size];
            int length = switch (name) {
                case ZSTD -> (int) Zstd.decompress(page, bytes);
                case SNAPPY -> Snappy.uncompress(bytes, 0, bytes.length, page, 0);
                case LZ4_RAW -> new Lz4Decompressor().decompress(bytes, 0, bytes.length, page, 0, size);
                case GZIP -> {
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                        yield in.readNBytes(page, 0, size);
                    }
                }
                default -> {
                    System.arraycopy(bytes, 0, page, 0, Math.min(bytes.length, size));
                    yield bytes.length;
                }
            };
            if (length != size) {
                throw new IOException("found a page of " + length + " bytes, expected " + size);
            }
            return page;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
