package io.tidemark.trainer.algorithm;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;

/// What LightGBM itself answers with the probabilities of several classes, by its C interface.
///
/// lightgbm4j 4.3.0's `predictForMat` has room for two scores a row: with three classes LightGBM writes past the end.
final class LightGbmScores {
    private static final int FLOAT_32 = 0;
    private static final int ROW_MAJOR = 1;
    private static final int ALL = -1;

    private LightGbmScores() {}

    /// Scores of rows by each class, by the library itself.
    ///
    /// @param model LightGBM's text
    /// @param inputs `[rows * width]`, row by row
    /// @param classes scores of a row
    /// @return `[rows * classes]`, row by row
    static double[] of(String model, float[] inputs, int rows, int width, int classes) {
        SWIGTYPE_p_p_void handle = lightgbmlib.new_voidpp();
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        try {
            check(lightgbmlib.LGBM_BoosterLoadModelFromString(model, iterations, handle));
            SWIGTYPE_p_void booster = lightgbmlib.voidpp_value(handle);
            try {
                return scores(booster, inputs, rows, width, classes);
            } finally {
                check(lightgbmlib.LGBM_BoosterFree(booster));
            }
        } finally {
            lightgbmlib.delete_intp(iterations);
            lightgbmlib.delete_voidpp(handle);
        }
    }

    private static double[] scores(SWIGTYPE_p_void booster, float[] inputs, int rows, int width, int classes) {
        double[] scores = new double[rows * classes];
        SWIGTYPE_p_float in = lightgbmlib.new_floatArray(inputs.length);
        SWIGTYPE_p_double out = lightgbmlib.new_doubleArray(scores.length);
        SWIGTYPE_p_long_long written = lightgbmlib.new_int64_tp();
        try {
            for (int i = 0; i < inputs.length; i++) {
                lightgbmlib.floatArray_setitem(in, i, inputs[i]);
            }
            check(lightgbmlib.LGBM_BoosterPredictForMat(
                    booster,
                    lightgbmlib.float_to_voidp_ptr(in),
                    FLOAT_32,
                    rows,
                    width,
                    ROW_MAJOR,
                    PredictionType.C_API_PREDICT_NORMAL.getType(),
                    0,
                    ALL,
                    "",
                    written,
                    out));
            for (int i = 0; i < scores.length; i++) {
                scores[i] = lightgbmlib.doubleArray_getitem(out, i);
            }
            return scores;
        } finally {
            lightgbmlib.delete_int64_tp(written);
            lightgbmlib.delete_doubleArray(out);
            lightgbmlib.delete_floatArray(in);
        }
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("LightGBM cannot score: " + lightgbmlib.LGBM_GetLastError());
        }
    }
}
