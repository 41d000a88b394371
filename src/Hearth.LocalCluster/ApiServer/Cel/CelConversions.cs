using System.Globalization;
using System.Text;
using Hearth.Kube.Core.Quantities;
using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>From type to type, and questions about types.</summary>
internal static class CelConversions
{
    public static IEnumerable<CelOverload> All =>
    [
        Typed("dyn", false, [Dyn], _ => CelType.Dyn, (_, a) => a[0]),
        Function("type", [Dyn], CelKind.Type, a => new CelTypeName(NameOf(a[0]))) with { Result = types => CelType.TypeOf(types[0]) },
        Function("bool", [Bool], Bool, a => a[0]),
        Function("bool", [CelKind.String], Bool, a => (string)a[0]! switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => CelError.NoConversion("bool"),
        }),
        Function("int", [Int], Int, a => a[0]),
        Function("int", [Uint], Int, a => (ulong)a[0]! <= long.MaxValue ? (long)(ulong)a[0]! : new CelError("integer overflow")),
        Function("int", [CelKind.Double], Int, a => (double)a[0]! is > -9223372036854775808.0 and < 9223372036854775808.0 and var number ? (long)number : new CelError("integer overflow")),
        Function("int", [CelKind.String], Int, a => long.TryParse((string)a[0]!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : CelError.NoConversion("int")),
        Function("int", [Timestamp], Int, a => ((DateTimeOffset)a[0]!).ToUnixTimeSeconds()),
        Function("int", [Duration], Int, a => ((TimeSpan)a[0]!).Ticks * 100),
        Function("uint", [Uint], Uint, a => a[0]),
        Function("uint", [Int], Uint, a => (long)a[0]! >= 0 ? (ulong)(long)a[0]! : new CelError("unsigned integer overflow")),
        Function("uint", [CelKind.Double], Uint, a => (double)a[0]! is >= 0 and < 18446744073709551616.0 and var number ? (ulong)number : new CelError("unsigned integer overflow")),
        Function("uint", [CelKind.String], Uint, a => ulong.TryParse((string)a[0]!, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : CelError.NoConversion("uint")),
        Function("double", [CelKind.Double], CelKind.Double, a => a[0]),
        Function("double", [Int], CelKind.Double, a => (double)(long)a[0]!),
        Function("double", [Uint], CelKind.Double, a => (double)(ulong)a[0]!),
        Function("double", [CelKind.String], CelKind.Double, a => double.TryParse((string)a[0]!, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number : CelError.NoConversion("double")),
        .. new[] { CelKind.String, Int, Uint, CelKind.Double, Bool, Bytes, Timestamp, Duration, Ip, Cidr }.Select(kind =>
            Function("string", [kind], CelKind.String, a => CelText.Of(a[0]))),
        Function("bytes", [Bytes], Bytes, a => a[0]),
        Function("bytes", [CelKind.String], Bytes, a => Encoding.UTF8.GetBytes((string)a[0]!)),
        Function("timestamp", [Timestamp], Timestamp, a => a[0]),
        Function("timestamp", [Int], Timestamp, a => DateTimeOffset.FromUnixTimeSeconds((long)a[0]!)),
        Function("timestamp", [CelKind.String], Timestamp, a => CelTime.TryParse((string)a[0]!, out var time) ? time : CelError.NoConversion("google.protobuf.Timestamp")),
        Function("duration", [Duration], Duration, a => a[0]),
        Function("duration", [Int], Duration, a => TimeSpan.FromTicks((long)a[0]! / TimeSpan.NanosecondsPerTick)),
        Function("duration", [CelKind.String], Duration, a => GoDuration.TryParse((string)a[0]!, out var nanoseconds, out _)
            ? TimeSpan.FromTicks(nanoseconds / 100) : CelError.NoConversion("google.protobuf.Duration")),
        Function("optional.of", [Dyn], Optional, a => CelOptional.Some(a[0])) with { Result = types => CelType.OptionalOf(types[0]) },
        Function("optional.ofNonZeroValue", [Dyn], Optional, a => IsZero(a[0]) ? CelOptional.None : CelOptional.Some(a[0])) with { Result = types => CelType.OptionalOf(types[0]) },
        Function("optional.none", [], Optional, _ => CelOptional.None) with { Result = _ => CelType.OptionalOf(CelType.Unset) },
        Method("hasValue", [Optional], Bool, a => ((CelOptional)a[0]!).HasValue),
        Method("value", [Optional], Dyn, a => a[0] is CelOptional { HasValue: true } some ? some.Value : new CelError("optional.none() dereference")) with { Result = types => types[0].Element ?? CelType.Dyn },
        Method("or", [Optional, Optional], Optional, a => a[0] is CelOptional { HasValue: true } ? a[0] : a[1]) with { Result = types => types[0] },
        Method("orValue", [Optional, Dyn], Dyn, a => a[0] is CelOptional { HasValue: true } some ? some.Value : a[1]) with { Result = types => types[0].Element is { } known && !ReferenceEquals(known, CelType.Unset) ? known : types[1] },
    ];

    private static bool IsZero(object? value) => value switch
    {
        null or false or 0L or 0UL or 0.0 or "" => true,
        byte[] bytes => bytes.Length == 0,
        CelList list => list.Items.Count == 0,
        CelMap map => map.Entries.Count == 0,
        CelObject map => map.Json.Count == 0,
        TimeSpan duration => duration == TimeSpan.Zero,
        _ => false,
    };

    private static string NameOf(object? value) => CelFunctions.KindOf(value) switch
    {
        Null => "null_type",
        CelKind.List => "list",
        CelKind.Map or CelKind.Object => "map",
        CelKind.Type => "type",
        var kind => CelType.Of(kind).ToString(),
    };
}
