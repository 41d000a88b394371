using Hearth.LocalCluster.ApiServer.Cel;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What is known of the variables of admission expressions when they are written: the request and the namespace, and where schemas are at hand the objects.</summary>
internal sealed class AdmissionTypes
{
    private static readonly CelType s_text = CelType.Of(CelKind.String);
    private static readonly CelType s_texts = CelType.ListOf(s_text);
    private static readonly CelType s_textMap = CelType.MapOf(s_text, s_text);
    private static readonly CelType s_time = CelType.Of(CelKind.Timestamp);
    private static readonly CelType s_kind = Object("GroupVersionKind", ("group", s_text), ("version", s_text), ("kind", s_text));
    private static readonly CelType s_resource = Object("GroupVersionResource", ("group", s_text), ("version", s_text), ("resource", s_text));

    private static readonly CelType s_request = Object(
        "AdmissionRequest",
        ("kind", s_kind),
        ("resource", s_resource),
        ("subResource", s_text),
        ("requestKind", s_kind),
        ("requestResource", s_resource),
        ("requestSubResource", s_text),
        ("name", s_text),
        ("namespace", s_text),
        ("operation", s_text),
        ("userInfo", Object("UserInfo", ("username", s_text), ("uid", s_text), ("groups", s_texts), ("extra", CelType.MapOf(s_text, s_texts)))),
        ("dryRun", CelType.Of(CelKind.Bool)),
        ("options", CelType.Dyn));

    private static readonly CelType s_namespace = Object(
        "Namespace",
        ("metadata", Object(
            "NamespaceMetadata",
            ("name", s_text),
            ("generateName", s_text),
            ("namespace", s_text),
            ("labels", s_textMap),
            ("annotations", s_textMap),
            ("UID", s_text),
            ("creationTimestamp", s_time),
            ("deletionGracePeriodSeconds", CelType.Of(CelKind.Int)),
            ("deletionTimestamp", s_time),
            ("generation", CelType.Of(CelKind.Int)),
            ("resourceVersion", s_text),
            ("finalizers", s_texts))),
        ("spec", Object("NamespaceSpec", ("finalizers", s_texts))),
        ("status", Object("NamespaceStatus", ("phase", s_text), ("conditions", CelType.ListOf(
            Object("NamespaceCondition", ("status", s_text), ("type", s_text), ("lastTransitionTime", s_time), ("message", s_text), ("reason", s_text)))))));

    private readonly Dictionary<string, CelField> _variables = new(StringComparer.Ordinal);
    private readonly List<(string Name, CelType Type)> _known;

    private AdmissionTypes(CelType ofObject, CelType? ofParameters, params ReadOnlySpan<(string Name, CelType Type)> others)
    {
        _known = [("object", ofObject), ("oldObject", ofObject), ("request", s_request), ("namespaceObject", s_namespace), ("authorizer", CelType.Of(CelKind.Authorizer)), .. others];
        if (ofParameters is not null)
            _known.Add(("params", ofParameters));
    }

    /// <summary>As expressions are judged before they are stored: any object may come.</summary>
    public static AdmissionTypes ForAll(bool hasParameters) => new(CelType.Dyn, hasParameters ? CelType.Dyn : null, ("authorizer.requestResource", CelType.Of(CelKind.ResourceCheck)));

    /// <summary>For objects of one kind, as the controller of policies judges expressions.</summary>
    /// <param name="ofObject">The type of the kind.</param>
    /// <param name="ofParameters">The type of what bindings hand over; null where there is none or nobody knows it.</param>
    public static AdmissionTypes For(CelType ofObject, CelType? ofParameters) => new(ofObject, ofParameters);

    /// <summary>From now on <c>variables.name</c> is what the expression gives.</summary>
    public void Define(string name, string expression) => _variables[name] = new CelField(name, Declared(Compile(expression, out _)?.Type ?? CelType.Dyn));

    /// <summary>What is wrong with an expression; null where nothing is.</summary>
    /// <param name="expression">The text.</param>
    /// <param name="results">What it may give; anything where nothing is said.</param>
    public string? Problem(string expression, params ReadOnlySpan<CelKind> results)
    {
        if (Compile(expression, out var problem) is not { } program)
            return problem;
        if (results.Length == 0 || results.Contains(program.Type.Kind))
            return null;
        return $"must evaluate to {(results.Length == 1 ? CelType.Of(results[0]).FullName : $"one of [{string.Join(' ', results.ToArray().Select(kind => CelType.Of(kind).FullName))}]")} but got {program.Type.FullName}";
    }

    /// <summary>What does not compile, without the words that say so.</summary>
    public static string Issues(string problem) => problem.StartsWith(CelCompileException.Failed, StringComparison.Ordinal) ? problem[CelCompileException.Failed.Length..] : problem;

    private static CelType Object(string name, params ReadOnlySpan<(string Name, CelType Type)> fields)
    {
        var found = new Dictionary<string, CelField>(StringComparer.Ordinal);
        foreach (var (field, type) in fields)
            found[field] = new CelField(field, type);
        return CelType.ObjectOf("kubernetes." + name, found);
    }

    /// <summary>Of what variables hold, other expressions know no more than scalars, and lists and maps of such.</summary>
    private static CelType Declared(CelType type) => type.Kind switch
    {
        CelKind.Bool or CelKind.Bytes or CelKind.Double or CelKind.Duration or CelKind.Int or CelKind.Null or CelKind.String or CelKind.Timestamp or CelKind.Uint => type,
        CelKind.List => CelType.ListOf(Declared(type.Element!)),
        CelKind.Map => CelType.MapOf(Declared(type.Key!), Declared(type.Element!)),
        _ => CelType.Dyn,
    };

    private CelProgram? Compile(string expression, out string? problem)
    {
        problem = null;
        try
        {
            return CelProgram.Compile(expression, _variables.Count == 0 ? [.. _known] : [.. _known, ("variables", CelType.ObjectOf("kubernetes.variables", _variables))]);
        }
        catch (CelCompileException exception)
        {
            problem = exception.Message;
            return null;
        }
    }
}
