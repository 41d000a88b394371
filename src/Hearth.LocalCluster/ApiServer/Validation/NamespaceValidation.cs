using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Namespaces.</summary>
internal static class NamespaceValidation
{
    public static void Validate(ErrorList errors, JsonObject spec)
    {
        foreach (var name in (spec.List("finalizers") ?? []).Select(finalizer => finalizer.Text ?? ""))
        {
            errors.QualifiedName("spec.finalizers", name);
            if (!MetadataRules.IsKnownFinalizer(name))
                errors.Invalid("spec.finalizers", name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }
}
