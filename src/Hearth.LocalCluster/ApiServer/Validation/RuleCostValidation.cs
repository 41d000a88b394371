using System.Globalization;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Rules that could cost too much for the largest object that the schema allows are refused before there is one.</summary>
internal static class RuleCostValidation
{
    private const double MostForOne = 10_000_000;
    private const double MostForAll = 100_000_000;
    private const int Named = 10;

    public static void Validate(ErrorList errors, IReadOnlyList<(string Path, double Cost)> costs, string field)
    {
        foreach (var (path, cost) in costs.Where(cost => cost.Cost > MostForOne))
            errors.Forbidden($"{field}.{path}", Text($"estimated {(path.EndsWith(".rule", StringComparison.Ordinal) ? "rule" : "messageExpression")} cost", cost / MostForOne));
        var total = costs.Sum(cost => cost.Cost);
        if (total <= MostForAll)
            return;
        foreach (var (path, _) in costs.Where(cost => cost.Cost > 0).OrderByDescending(cost => cost.Cost).Take(Named))
            errors.Forbidden($"{field}.{path}", "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
        errors.Forbidden(field, Text("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total / MostForAll));
    }

    private static string Text(string what, double factor)
    {
        var shown = factor > 100 ? "more than 100" : factor.ToString(factor < 1.5 ? "F6" : "F1", CultureInfo.InvariantCulture);
        return $"{what} exceeds budget by factor of {shown}x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }
}
