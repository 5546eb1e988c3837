package io.tidemark.benchmarks.kernel;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import io.tidemark.trainer.algorithm.LightGbmNative;

/// LightGBM's quickest way for one row: a call that is prepared once and copies nothing.
final class NativeBooster implements AutoCloseable {
    private final SWIGTYPE_p_p_void handles = lightgbmlib.new_voidpp();
    private final SWIGTYPE_p_p_void configs = lightgbmlib.new_voidpp();
    private final SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
    private final SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    private final SWIGTYPE_p_double out;
    private final SWIGTYPE_p_void booster;
    private final SWIGTYPE_p_void config;
    private final int outputs;

    /// @param predictType what is computed, a constant of LightGBM's C interface
    /// @param width inputs of a row
    /// @param outputs numbers that a row gives
    NativeBooster(String text, int predictType, int width, int outputs) {
        this.outputs = outputs;
        out = lightgbmlib.new_doubleArray(outputs);
        check(lightgbmlib.LGBM_BoosterLoadModelFromString(text, iterations, handles));
        booster = lightgbmlib.voidpp_value(handles);
        check(lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastInit(
                booster,
                predictType,
                0,
                -1,
                lightgbmlibConstants.C_API_DTYPE_FLOAT64,
                width,
                "num_threads=1",
                configs));
        config = lightgbmlib.voidpp_value(configs);
    }

    static {
        LightGbmNative.load();
    }

    /// Computes the numbers of a row.
    double[] compute(double[] row, double[] into) {
        check(lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastCriticalSWIG(row, config, length, out));
        for (int i = 0; i < outputs; i++) {
            into[i] = lightgbmlib.doubleArray_getitem(out, i);
        }
        return into;
    }

    /// Computes the one number of a row.
    double compute(double[] row) {
        check(lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastCriticalSWIG(row, config, length, out));
        return lightgbmlib.doubleArray_getitem(out, 0);
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("LightGBM failed: " + lightgbmlib.LGBM_GetLastError());
        }
    }

    @Override
    public void close() {
        check(lightgbmlib.LGBM_FastConfigFree(config));
        check(lightgbmlib.LGBM_BoosterFree(booster));
        lightgbmlib.delete_doubleArray(out);
        lightgbmlib.delete_int64_tp(length);
        lightgbmlib.delete_intp(iterations);
        lightgbmlib.delete_voidpp(configs);
        lightgbmlib.delete_voidpp(handles);
    }
}
