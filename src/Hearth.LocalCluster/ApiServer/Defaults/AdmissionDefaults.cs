using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Defaults of webhooks, definitions, and access rules.</summary>
internal static class AdmissionDefaults
{
    public static void Apply(ApiResource resource, JsonObject value)
    {
        switch (resource.GroupResource)
        {
            case "mutatingwebhookconfigurations.admissionregistration.k8s.io":
                foreach (var hook in value.Objects("webhooks"))
                {
                    Webhook(hook);
                    hook.Default("reinvocationPolicy", "Never");
                }

                break;
            case "validatingwebhookconfigurations.admissionregistration.k8s.io":
                foreach (var hook in value.Objects("webhooks"))
                    Webhook(hook);
                break;
            case "validatingadmissionpolicies.admissionregistration.k8s.io":
                value.Ensure("spec").Default("failurePolicy", "Fail");
                Constraints(value.Map("spec")?.Map("matchConstraints"));
                break;
            case "validatingadmissionpolicybindings.admissionregistration.k8s.io":
                Constraints(value.Map("spec")?.Map("matchResources"));
                break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io":
                Binding(value);
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                CustomResources.Definitions.Default(value);
                break;
        }
    }

    private static void Constraints(JsonObject? constraints)
    {
        if (constraints is null)
            return;
        constraints.Default("matchPolicy", "Equivalent");
        constraints.Ensure("namespaceSelector");
        constraints.Ensure("objectSelector");
        foreach (var rule in constraints.Objects("resourceRules").Concat(constraints.Objects("excludeResourceRules")))
            rule.Default("scope", "*");
    }

    private static void Webhook(JsonObject hook)
    {
        hook.Default("failurePolicy", "Fail");
        hook.Default("matchPolicy", "Equivalent");
        hook.Ensure("namespaceSelector");
        hook.Ensure("objectSelector");
        if (hook["timeoutSeconds"] is null)
            hook["timeoutSeconds"] = 10L;
        if (hook.Map("clientConfig")?.Map("service") is { } service && service["port"] is null)
            service["port"] = 443L;
        foreach (var rule in hook.Objects("rules"))
            rule.Default("scope", "*");
    }

    private static void Binding(JsonObject value)
    {
        value.Ensure("roleRef").Default("apiGroup", "rbac.authorization.k8s.io");
        foreach (var subject in value.Objects("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
                subject.Default("apiGroup", "rbac.authorization.k8s.io");
        }
    }
}
