using System.Text.Json.Nodes;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.Spark.Api;

namespace Hearth.Cli.Manifests;

/// <summary>Which application of a manifest is meant.</summary>
internal static class ApplicationChoice
{
    private static readonly string[] s_roles = ["driver", "executor"];

    public static bool IsApplication(CheckedObject item) => item.Kind.Group == SparkResources.Group && item.Kind.Kind == "SparkApplication";

    /// <exception cref="UserError">There is none, none of that name, or several and no name.</exception>
    public static CheckedObject Pick(IReadOnlyList<CheckedObject> objects, string? name, string file)
    {
        var applications = objects.Where(IsApplication).ToList();
        if (applications.Count == 0)
            throw UserError.Invalid("there is no SparkApplication in it", Others(objects), file);
        if (name is null)
            return applications.Count == 1 ? applications[0] : throw UserError.Invalid($"it holds {applications.Count} applications: {Names(applications)}", $"say which: --name {applications[0].Document.Name}", file);
        return applications.Find(a => a.Document.Name == name)
            ?? throw UserError.Invalid($"there is no application \"{name}\" in it; it holds {Names(applications)}", Suggestion.For(name, applications.Select(a => a.Document.Name)) is { } near ? $"did you mean --name {near}?" : null, file);
    }

    /// <summary>The service accounts that applications refer to.</summary>
    public static IEnumerable<string> Accounts(IEnumerable<CheckedObject> objects) => objects
        .Where(IsApplication)
        .SelectMany(a => s_roles.Select(role => a.Document.Json["spec"]?[role]?["serviceAccount"] as JsonValue))
        .Select(account => account?.ToString())
        .OfType<string>()
        .Where(account => account is { Length: > 0 } and not "default")
        .Append(SparkAccounts.Default);

    private static string Names(IEnumerable<CheckedObject> applications) => string.Join(", ", applications.Select(a => $"{a.Document.Name} ({a.Document.Place})"));

    private static string? Others(IReadOnlyList<CheckedObject> objects) => objects.FirstOrDefault(o => o.Kind.Kind is "ScheduledSparkApplication" or "SparkConnect") is { } other
        ? $"a {other.Kind.Kind} runs in a cluster that stays: start 'hearth dev' and apply the file with kubectl"
        : null;
}
