using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Spark.Schema;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Spark.Schema;

public sealed class CustomResourceDefinitionTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Kinds => new(CustomResourceDefinitions.Definitions.Select(d => d.Kind));

    /// <summary>Run with HEARTH_WRITE=1 to write the files anew after a change of the types.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public void The_files_in_deploy_are_those_that_the_types_give(string kind)
    {
        var definition = CustomResourceDefinitions.Definitions.Single(d => d.Kind == kind);
        var path = Path.Combine(Shared.Repository, "deploy", "crds", definition.FileName);
        var generated = CustomResourceDefinitions.Generate(definition, DocumentationText.Of).ToJsonString(s_indented) + "\n";
        if (Environment.GetEnvironmentVariable("HEARTH_WRITE") == "1")
            File.WriteAllText(path, generated);
        File.ReadAllText(path).ShouldBe(generated, "run this test with HEARTH_WRITE=1 and commit deploy/crds");
        Encoding.UTF8.GetByteCount(JsonNode.Parse(generated)!.ToJsonString()).ShouldBeLessThan(256 * 1024, "client-side apply keeps a copy in an annotation");
    }

    [SkippableTheory, MemberData(nameof(Kinds))]
    public void Every_field_of_the_peer_is_there(string kind)
    {
        var definition = CustomResourceDefinitions.Definitions.Single(d => d.Kind == kind);
        var schema = CustomResourceDefinitions.Generate(definition, (_, _) => null)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
        var fields = File.ReadAllLines(Shared.Path("golden", "crd-fields", kind + ".txt")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var wrong = fields.Select(field => PeerField.Parse(field).Difference(schema)).Where(difference => difference is not null).ToList();
        output.WriteLine($"{kind}: {fields.Count - wrong.Count} of {fields.Count} fields equal");
        wrong.ShouldBeEmpty();
    }
}
