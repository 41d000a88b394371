using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Submission;

/// <summary>The objects of one submission, in the order in which Spark's submitter writes them.</summary>
public sealed record SubmissionPlan
{
    public required string Namespace { get; init; }
    public required SubmissionNames Names { get; init; }

    /// <summary>Objects that must exist before the driver pod: a Volcano PodGroup.</summary>
    public IReadOnlyList<KubeObject> PreResources { get; init; } = [];
    public required Pod Driver { get; init; }

    /// <summary>The rest: secrets, Service, NetworkPolicy, claims, ConfigMaps. The driver pod owns them; its own ConfigMap is the last.</summary>
    public required IReadOnlyList<KubeObject> Resources { get; init; }

    /// <summary>What the driver reads as <c>spark.properties</c>.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Local files to copy before anything is created.</summary>
    public IReadOnlyList<FileUpload> Uploads { get; init; } = [];
    public IReadOnlyList<SubmissionProblem> Warnings { get; init; } = [];

    /// <summary>
    /// True for an object whose name the user chose, a claim with a fixed <c>claimName</c>: one of that name may be there already, and is
    /// then another's. All other names are of this submission alone.
    /// </summary>
    public bool MayBeAnothers(KubeObject resource) =>
        resource is PersistentVolumeClaim && !resource.Metadata.Name!.Contains(Names.Prefix, StringComparison.Ordinal);

    /// <summary>True for an object as the cluster has it that this submission created.</summary>
    public bool IsOwn(KubeObject found) => found.Metadata.Labels?.GetValueOrDefault("spark-app-selector") == Names.ApplicationId;

    /// <summary>The reference to the created driver pod that Spark puts on every other object.</summary>
    public static OwnerReference OwnerReferenceTo(Pod createdDriver) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Name = createdDriver.Metadata.Name!,
        Uid = createdDriver.Metadata.Uid!,
        Controller = true,
    };

    /// <summary>The object with this owner in place of any other.</summary>
    public static KubeObject Own(KubeObject resource, OwnerReference owner) =>
        resource with { Metadata = resource.Metadata with { OwnerReferences = [owner] } };
}

/// <summary>The names that one submission gives.</summary>
public sealed record SubmissionNames(string ApplicationId, string ApplicationName, string Prefix, string DriverPod, string Service, string ConfigMap);

/// <summary>A local file and where the driver will find it.</summary>
/// <param name="Source">A <c>file:</c> URI or a path.</param>
/// <param name="Target">Below <c>spark.kubernetes.file.upload.path</c>.</param>
public sealed record FileUpload(string Source, string Target);

/// <summary>Something wrong with a submission.</summary>
/// <param name="Key">The configuration key, flag or field at fault.</param>
/// <param name="Message">What is wrong, in Spark's words where Spark has some.</param>
/// <param name="Suggestion">What to do about it.</param>
public sealed record SubmissionProblem(string Key, string Message, string? Suggestion = null)
{
    /// <summary>Where the value came from, such as <c>spec.driver.memory</c> or <c>--driver-memory</c>; null where the key says it.</summary>
    public string? Origin { get; init; }

    /// <summary>The place to look at: the origin, with the key where that says more.</summary>
    public string Where => Origin is null || Origin == Key ? Key : $"{Key} (from {Origin})";

    public override string ToString() => Suggestion is null ? $"{Where}: {Message}" : $"{Where}: {Message} ({Suggestion})";
}

/// <summary>A value, or every problem that kept it from being.</summary>
public sealed record SubmissionResult<T>
    where T : class
{
    public T? Value { get; init; }
    public IReadOnlyList<SubmissionProblem> Problems { get; init; } = [];
    public IReadOnlyList<SubmissionProblem> Warnings { get; init; } = [];
}
