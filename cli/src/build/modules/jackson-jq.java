/** jackson-jq says its name and nothing else; it reads its functions as services and its jq.json as a resource. */
open module net.thisptr.jackson.jq {
    uses net.thisptr.jackson.jq.Function;

    exports net.thisptr.jackson.jq;
    exports net.thisptr.jackson.jq.exception;
    exports net.thisptr.jackson.jq.module;
    exports net.thisptr.jackson.jq.path;

    requires org.jruby.jcodings;

    requires com.fasterxml.jackson.annotation;
    requires transitive com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires org.jruby.joni;

    provides net.thisptr.jackson.jq.Function with
        net.thisptr.jackson.jq.internal.filters.CsvFilter,
        net.thisptr.jackson.jq.internal.filters.TsvFilter,
        net.thisptr.jackson.jq.internal.functions.AtBase64Function,
        net.thisptr.jackson.jq.internal.functions.AtBase64dFunction,
        net.thisptr.jackson.jq.internal.functions.AtHtmlFunction,
        net.thisptr.jackson.jq.internal.functions.AtShFunction,
        net.thisptr.jackson.jq.internal.functions.AtUriFunction,
        net.thisptr.jackson.jq.internal.functions.BuiltinsFunction,
        net.thisptr.jackson.jq.internal.functions.ContainsFunction,
        net.thisptr.jackson.jq.internal.functions.DelPathsFunction,
        net.thisptr.jackson.jq.internal.functions.EmptyFunction,
        net.thisptr.jackson.jq.internal.functions.EndsWithFunction,
        net.thisptr.jackson.jq.internal.functions.ErrorFunction,
        net.thisptr.jackson.jq.internal.functions.ExplodeFunction,
        net.thisptr.jackson.jq.internal.functions.FromDateIso8601Function,
        net.thisptr.jackson.jq.internal.functions.FromEntriesFunction,
        net.thisptr.jackson.jq.internal.functions.FromJsonFunction,
        net.thisptr.jackson.jq.internal.functions.GetPathFunction,
        net.thisptr.jackson.jq.internal.functions.GroupByFunction,
        net.thisptr.jackson.jq.internal.functions.HasFunction,
        net.thisptr.jackson.jq.internal.functions.ImplodeFunction,
        net.thisptr.jackson.jq.internal.functions.IndexFunction,
        net.thisptr.jackson.jq.internal.functions.IndicesFunction,
        net.thisptr.jackson.jq.internal.functions.InfiniteFunction,
        net.thisptr.jackson.jq.internal.functions.IsInfiniteFunction,
        net.thisptr.jackson.jq.internal.functions.IsNanFunction,
        net.thisptr.jackson.jq.internal.functions.IsNormalFunction,
        net.thisptr.jackson.jq.internal.functions.JoinFunction,
        net.thisptr.jackson.jq.internal.functions.KeysFunction,
        net.thisptr.jackson.jq.internal.functions.KeysUnsortedFunction,
        net.thisptr.jackson.jq.internal.functions.LTrimStrFunction,
        net.thisptr.jackson.jq.internal.functions.LengthFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.AcosFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.AsinFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.AtanFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.CbrtFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.CeilFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.CosFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.CoshFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Exp10Function,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Exp2Function,
        net.thisptr.jackson.jq.internal.functions.MathFunction.ExpFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Expm1Function,
        net.thisptr.jackson.jq.internal.functions.MathFunction.FloorFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Log10Function,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Log1pFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.Log2Function,
        net.thisptr.jackson.jq.internal.functions.MathFunction.LogFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.RoundFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.SinFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.SinhFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.SqrtFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.TanFunction,
        net.thisptr.jackson.jq.internal.functions.MathFunction.TanhFunction,
        net.thisptr.jackson.jq.internal.functions.MaxByFunction,
        net.thisptr.jackson.jq.internal.functions.MinByFunction,
        net.thisptr.jackson.jq.internal.functions.NanFunction,
        net.thisptr.jackson.jq.internal.functions.NotFunction,
        net.thisptr.jackson.jq.internal.functions.NowFunction,
        net.thisptr.jackson.jq.internal.functions.PathFunction,
        net.thisptr.jackson.jq.internal.functions.PathsFunction,
        net.thisptr.jackson.jq.internal.functions.RIndexFunction,
        net.thisptr.jackson.jq.internal.functions.RTrimStrFunction,
        net.thisptr.jackson.jq.internal.functions.RangeFunction,
        net.thisptr.jackson.jq.internal.functions.ReverseFunction,
        net.thisptr.jackson.jq.internal.functions.SetPathFunction,
        net.thisptr.jackson.jq.internal.functions.SortByFunction,
        net.thisptr.jackson.jq.internal.functions.SplitFunction,
        net.thisptr.jackson.jq.internal.functions.StartsWithFunction,
        net.thisptr.jackson.jq.internal.functions.ToDateIso8601Function,
        net.thisptr.jackson.jq.internal.functions.ToEntriesFunction,
        net.thisptr.jackson.jq.internal.functions.ToJsonFunction,
        net.thisptr.jackson.jq.internal.functions.ToNumberFunction,
        net.thisptr.jackson.jq.internal.functions.ToStringFunction,
        net.thisptr.jackson.jq.internal.functions.TypeFunction,
        net.thisptr.jackson.jq.internal.functions.Utf8ByteLengthFunction,
        net.thisptr.jackson.jq.internal.functions._MatchImplFunction,
        net.thisptr.jackson.jq.internal.functions._SubImplFunction,
        net.thisptr.jackson.jq.internal.functions.debug.DebugScopeFunction,
        net.thisptr.jackson.jq.internal.functions.math.Atan2Function,
        net.thisptr.jackson.jq.internal.functions.math.PowFunction;

}
