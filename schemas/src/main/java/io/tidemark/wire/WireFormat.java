package io.tidemark.wire;

/// The five bytes ahead of the Avro binary.
public final class WireFormat {
    /// First byte of each record.
    public static final byte MAGIC = 0;

    /// Bytes ahead of the Avro binary: one magic byte, four of the schema id.
    public static final int HEADER_BYTES = 5;

    private WireFormat() {}

    /// The schema id of a record.
    ///
    /// @throws MalformedRecordException when the bytes do not begin as a record does
    public static int schemaId(byte[] record) {
        if (record.length < HEADER_BYTES) {
            throw new MalformedRecordException("Found " + record.length + " bytes, expected at least " + HEADER_BYTES
                    + ": magic byte, schema id, Avro binary.");
        }
        if (record[0] != MAGIC) {
            throw new MalformedRecordException("Found first byte 0x" + Integer.toHexString(record[0] & 0xff)
                    + ", expected 0x0: the value is not in the Confluent Avro wire format.");
        }
        int id = ((record[1] & 0xff) << 24)
                | ((record[2] & 0xff) << 16)
                | ((record[3] & 0xff) << 8)
                | (record[4] & 0xff);
        if (id < 0) {
            throw new MalformedRecordException("Found schema id " + id + ", expected 0 or more.");
        }
        return id;
    }

    /// Writes magic byte and schema id to the first five bytes of `record`.
    static void writeHeader(byte[] record, int schemaId) {
        record[0] = MAGIC;
        record[1] = (byte) (schemaId >>> 24);
        record[2] = (byte) (schemaId >>> 16);
        record[3] = (byte) (schemaId >>> 8);
        record[4] = (byte) schemaId;
    }
}
