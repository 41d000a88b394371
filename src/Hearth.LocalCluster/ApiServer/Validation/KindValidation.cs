using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What built-in kinds demand of their objects.</summary>
internal static class KindValidation
{
    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value) => [];

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource) => [];
}
