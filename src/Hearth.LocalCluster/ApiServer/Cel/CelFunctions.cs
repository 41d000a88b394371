using System.Collections.Frozen;
using System.Net;
using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>One form of a function: what it takes (the target of a method first) and gives.</summary>
internal sealed record CelOverload(
    string Name, bool IsMethod, IReadOnlyList<CelKind> Parameters, Func<IReadOnlyList<CelType>, CelType> Result, Func<CelEvaluation, object?[], object?> Apply)
{
    public static CelOverload Function(string name, IReadOnlyList<CelKind> parameters, CelKind result, Func<object?[], object?> apply) =>
        new(name, false, parameters, _ => CelType.Of(result), (_, arguments) => apply(arguments));

    public static CelOverload Method(string name, IReadOnlyList<CelKind> parameters, CelKind result, Func<object?[], object?> apply) =>
        new(name, true, parameters, _ => CelType.Of(result), (_, arguments) => apply(arguments));

    public static CelOverload Typed(
        string name, bool isMethod, IReadOnlyList<CelKind> parameters, Func<IReadOnlyList<CelType>, CelType> result, Func<CelEvaluation, object?[], object?> apply) =>
        new(name, isMethod, parameters, result, apply);
}

/// <summary>All functions that rules of CRDs may call: the standard ones and the libraries of Kubernetes 1.34.</summary>
internal static class CelFunctions
{
    private static readonly FrozenDictionary<string, CelOverload[]> s_overloads = new[]
    {
        CelOperators.All, CelConversions.All, CelStrings.All, CelCollections.All, CelTimes.All, CelKubernetes.All, CelNetwork.All, CelAuthorization.All,
    }.SelectMany(library => library).GroupBy(overload => overload.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_types =
        new[] { "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type" }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<CelOverload> Named(string name) => s_overloads.GetValueOrDefault(name) ?? [];

    public static CelTypeName? TypeNamed(string name) => s_types.Contains(name) ? new CelTypeName(name) : null;

    /// <summary>Of the value that such a name stands for.</summary>
    public static CelType TypeOf(CelTypeName name) => CelType.TypeOf(name.Name switch
    {
        "list" => CelType.ListOf(CelType.Dyn),
        "map" => CelType.MapOf(CelType.Dyn, CelType.Dyn),
        "null_type" => CelType.Of(CelKind.Null),
        var scalar => CelType.Of(Enum.Parse<CelKind>(scalar, ignoreCase: true)),
    });

    public static object? Apply(CelEvaluation evaluation, string name, bool isMethod, object?[] arguments)
    {
        if (!evaluation.Charge(arguments.Sum(Size) / 10))
            return CelEvaluation.OutOfBudget;
        var overload = Array.Find(s_overloads.GetValueOrDefault(name) ?? [], candidate => Accepts(candidate, isMethod, arguments));
        if (overload is null)
            return CelError.NoOverload;
        try
        {
            return overload.Apply(evaluation, arguments);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return new CelError(e.Message);
        }
    }

    public static CelKind KindOf(object? value) => value switch
    {
        null => CelKind.Null,
        bool => CelKind.Bool,
        long => CelKind.Int,
        ulong => CelKind.Uint,
        double => CelKind.Double,
        string => CelKind.String,
        byte[] => CelKind.Bytes,
        DateTimeOffset => CelKind.Timestamp,
        TimeSpan => CelKind.Duration,
        CelList => CelKind.List,
        CelMap => CelKind.Map,
        CelObject => CelKind.Object,
        CelOptional => CelKind.Optional,
        CelTypeName => CelKind.Type,
        Quantity => CelKind.Quantity,
        Uri => CelKind.Url,
        IPAddress => CelKind.Ip,
        CelCidr => CelKind.Cidr,
        CelFormat => CelKind.Format,
        CelSemver => CelKind.Semver,
        CelAuthorizer => CelKind.Authorizer,
        CelCheck check => check.Step,
        CelDecision => CelKind.Decision,
        _ => CelKind.Dyn,
    };

    private static bool Accepts(CelOverload overload, bool isMethod, object?[] arguments)
    {
        if (overload.IsMethod != isMethod || overload.Parameters.Count != arguments.Length)
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (overload.Parameters[i] != CelKind.Dyn && overload.Parameters[i] != KindOf(arguments[i]))
                return false;
        }

        return true;
    }

    private static long Size(object? value) => value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        CelList list => list.Items.Count,
        CelMap map => map.Entries.Count,
        _ => 1,
    };
}
