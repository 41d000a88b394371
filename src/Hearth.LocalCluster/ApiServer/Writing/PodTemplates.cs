using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Where kinds keep the pods that they make.</summary>
internal static class PodTemplates
{
    /// <returns>The template, and its path; no path where the object is a pod itself, and nothing for kinds without pods.</returns>
    public static (JsonObject? Template, string Field) Of(ApiResource resource, JsonObject value) => resource.GroupResource switch
    {
        "pods" => (value, ""),
        "podtemplates" => (value.Map("template"), "template"),
        "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps" or "jobs.batch" or "replicationcontrollers" => (value.Map("spec")?.Map("template"), "spec.template"),
        "cronjobs.batch" => (value.Map("spec")?.Map("jobTemplate")?.Map("spec")?.Map("template"), "spec.jobTemplate.spec.template"),
        _ => (null, ""),
    };
}
