package io.tidemark.bridge.hook;

/// A webhook as it came.
///
/// @param signature header `X-MLflow-Signature`; empty: none
/// @param deliveryId header `X-MLflow-Delivery-Id`; empty: none
/// @param timestamp header `X-MLflow-Timestamp`, seconds since 1970-01-01 UTC; empty: none
/// @param body its bytes, as they came
@SuppressWarnings("ArrayRecordComponent") // Nobody compares hooks.
public record Hook(String signature, String deliveryId, String timestamp, byte[] body) {}
