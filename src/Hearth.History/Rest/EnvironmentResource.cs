using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Rest;

internal static class EnvironmentResource
{
    public static void Write(Application application, SparkDialect dialect, Utf8JsonWriter json)
    {
        var environment = application.Environment;

        // Spark finds no record then, and takes that for an application that it does not have.
        if (environment.IsUnknown)
            throw RestException.NotFound("no such app: " + (application.AttemptId is { } attempt ? $"{application.Id}/{attempt}" : application.Id));
        json.WriteStartObject();
        json.WriteStartObject("runtime");
        json.Text("javaVersion", environment.JavaVersion);
        json.Text("javaHome", environment.JavaHome);
        json.Text("scalaVersion", environment.ScalaVersion);
        json.WriteEndObject();
        Pairs("sparkProperties", Redaction.Apply(environment.SparkProperties, dialect), json);
        if (dialect.HasFullMetrics)
            Pairs("hadoopProperties", Redaction.Apply(environment.HadoopProperties, dialect), json);
        Pairs("systemProperties", Redaction.Apply(environment.SystemProperties, dialect), json);
        if (dialect.HasMetricsProperties)
            Pairs("metricsProperties", Redaction.Apply(environment.MetricsProperties, dialect), json);
        Pairs("classpathEntries", environment.ClasspathEntries, json);
        if (dialect.HasResourceProfiles)
        {
            json.WriteStartArray("resourceProfiles");
            foreach (var profile in application.ResourceProfiles.Values)
                Write(profile, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Pairs(string name, IEnumerable<KeyValuePair<string, string>> pairs, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(ResourceProfile profile, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("id", profile.Id);
        json.WriteStartObject("executorResources");
        foreach (var (name, resource) in profile.Executor)
        {
            json.WriteStartObject(name);
            json.WriteString("resourceName", resource.Name);
            json.WriteNumber("amount", resource.Amount);
            json.WriteString("discoveryScript", resource.DiscoveryScript);
            json.WriteString("vendor", resource.Vendor);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("taskResources");
        foreach (var (name, resource) in profile.Task)
        {
            json.WriteStartObject(name);
            json.WriteString("resourceName", resource.Name);
            json.WritePropertyName("amount");
            json.Real(resource.Amount);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
