using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Spark.Schema;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Docs;

/// <summary>What documents name is there: commands, options, files, tests, variables, fields, scenarios.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] s_code = [.. new[] { "src", "tests", "bench", ".ci" }.SelectMany(Sources).Select(File.ReadAllText)];

    private static readonly string[] s_ofKubectl = ["--grace-period", "--force", "--cascade"];

    public static TheoryData<string> Documents => [.. MarkdownDocument.All.Select(document => document.Name)];

    [Theory, MemberData(nameof(Documents))]
    public void Commands_are_understood(string name)
    {
        var document = Of(name);
        var wrong = document.Blocks.SelectMany(line => DocumentedCommand.ArgumentsOf(line) is { } arguments ? DocumentedCommand.Mistakes(arguments).Select(m => $"{line}: {m}") : []);
        // In a sentence a command may stand without its arguments.
        var mentioned = document.Inline.SelectMany(code => DocumentedCommand.ArgumentsOf(code.Code) is { } arguments
            ? DocumentedCommand.Mistakes(arguments).Where(m => m.StartsWith("there is no", StringComparison.Ordinal)).Select(m => $"{code.Code}: {m}")
            : []);
        wrong.Concat(mentioned).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Documents))]
    public void Options_are_there(string name) => Of(name).Inline
        .Where(code => !code.Line.Contains("kubectl", StringComparison.Ordinal) && !code.Code.Contains("dotnet ", StringComparison.Ordinal))
        .SelectMany(code => Option().Matches(code.Code).Select(m => m.Value)).Where(option => !DocumentedCommand.Options.Contains(option) && !s_ofKubectl.Contains(option)).ShouldBeEmpty();

    [Theory, MemberData(nameof(Documents))]
    public void Files_are_there(string name)
    {
        var document = Of(name);
        var folder = Path.GetDirectoryName(Path.Combine(Shared.Repository, name))!;
        var linked = document.Links.Where(link => !Path.Exists(Path.Combine(folder, link)));
        var named = document.Inline.Select(code => code.Code).Concat(document.Blocks).SelectMany(code => RepositoryPath().Matches(code).Select(m => m.Value)).Where(path => !Path.Exists(Path.Combine(Shared.Repository, path)));
        linked.Concat(named).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Documents))]
    public void Tests_variables_and_scenarios_are_there(string name)
    {
        var document = Of(name);
        var tests = document.Inline.SelectMany(code => Test().Matches(code.Code).Select(m => m.Value)).Where(test => !IsInCode($"class {test}"));
        var variables = Variable().Matches(document.Text).Select(m => m.Value).Where(variable => !IsInCode(variable));
        var scenarios = document.Blocks.Select(line => Scenario().Match(line)).Where(m => m.Success).Select(m => m.Groups["name"].Value).Where(scenario => !IsInCode($"\"{scenario}\""));
        tests.Concat(variables).Concat(scenarios).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Documents))]
    public void Fields_are_in_the_definitions(string name) => Of(name).Inline
        .SelectMany(code => Field().Matches(code.Code).Select(m => m.Value)).Where(field => !CustomResourceDefinitions.All().Any(definition => Has(definition, field))).ShouldBeEmpty();

    private static MarkdownDocument Of(string name) => MarkdownDocument.All.Single(document => document.Name == name);

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Shared.Repository, folder), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".sh" or "" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Docs/", StringComparison.Ordinal));

    private static bool IsInCode(string words) => s_code.Any(text => text.Contains(words, StringComparison.Ordinal));

    private static bool Has(JsonObject definition, string field) => definition["spec"]!["versions"]!.AsArray().Any(version =>
    {
        JsonNode? schema = version!["schema"]!["openAPIV3Schema"];
        foreach (var part in field.Split('.'))
        {
            // Of maps, texts and what Kubernetes defines no more is known.
            if (schema?["properties"] is null)
                return schema is not null && (schema["additionalProperties"] ?? schema["x-kubernetes-preserve-unknown-fields"]) is not null;
            schema = schema["properties"]![part];
        }

        return schema is not null;
    });

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<![\w./~-])(docs|tests|src|bench|deploy|samples|\.ci)/[\w./-]*\w", RegexOptions.ExplicitCapture)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(Tests|Stories|Story)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Test();

    [GeneratedRegex("HEARTH_[A-Z_]+[A-Z]")]
    private static partial Regex Variable();

    [GeneratedRegex(@"--project bench/Hearth\.Benchmarks -- (?<name>[a-z-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Scenario();

    [GeneratedRegex(@"(?<![\w.])(spec|status\.(hearth|applicationState))(\.[a-z][A-Za-z]+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
