using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Acting as somebody else, by <c>Impersonate-*</c> headers (<c>kubectl --as</c>): each part needs the right to <c>impersonate</c> it.</summary>
internal sealed class Impersonation(Authorizer authorizer)
{
    private const string Authentication = "authentication.k8s.io";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AccountPrefix = "system:serviceaccount:";

    /// <returns>Whom the request is made for: <paramref name="user"/>, unless headers name another.</returns>
    /// <exception cref="ApiException">The user may not act as the other (403).</exception>
    /// <exception cref="PlainAnswerException">Groups are named without a user (500).</exception>
    public UserInfo Apply(HttpContext http, UserInfo user)
    {
        var headers = http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].Select(group => group ?? "").ToArray();
        var uid = headers["Impersonate-Uid"].ToString();
        var extras = headers.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .Select(header => (Key: Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..]).ToLowerInvariant(), Values: header.Value.Select(value => value ?? "").ToArray()))
            .ToArray();
        if (name.Length == 0 && groups.Length == 0 && uid.Length == 0 && extras.Length == 0)
            return user;
        if (name.Length == 0)
            throw new PlainAnswerException(500, $"Internal Server Error: \"{http.Request.Path}{http.Request.QueryString}\": requested [{string.Join(' ', Asked(groups, extras, uid))}] without impersonating a user\n");
        CheckName(user, name);
        foreach (var group in groups)
            Check(user, "", "groups", "", "", group);
        foreach (var (key, values) in extras)
        {
            foreach (var value in values)
                Check(user, Authentication, "userextras", key, "", value);
        }

        if (uid.Length > 0)
            Check(user, Authentication, "uids", "", "", uid);
        return new UserInfo(name, Groups(name, groups))
        {
            Uid = uid,
            Extra = extras.ToDictionary(extra => extra.Key, extra => (IReadOnlyList<string>)extra.Values, StringComparer.Ordinal),
        };
    }

    /// <summary>As Go prints references to objects.</summary>
    private static IEnumerable<string> Asked(string[] groups, (string Key, string[] Values)[] extras, string uid) =>
    [
        .. groups.Select(group => $"{{Group  {group}    }}"),
        .. extras.SelectMany(extra => extra.Values.Select(value => $"{{UserExtra  {value}  {Authentication}/v1  {extra.Key}}}")),
        .. uid.Length > 0 ? (string[])[$"{{UID  {uid}  {Authentication}/v1  }}"] : [],
    ];

    private void CheckName(UserInfo user, string name)
    {
        if (IsAccount(name, out var ns, out var account))
            Check(user, "", "serviceaccounts", "", ns, account);
        else
            Check(user, "", "users", "", "", name);
    }

    private void Check(UserInfo user, string group, string resource, string subresource, string ns, string name)
    {
        var question = new AccessQuestion(user, "impersonate", group, resource, subresource, ns, name, "");
        var (allowed, reason) = authorizer.Decide(question);
        if (!allowed)
            throw Authorizer.Forbidden(question, reason);
    }

    private static string[] Groups(string name, string[] stated)
    {
        IEnumerable<string> groups = stated;
        if (stated.Length == 0 && IsAccount(name, out var ns, out _))
            groups = ["system:serviceaccounts", "system:serviceaccounts:" + ns];
        var always = name == UserInfo.Anonymous.Name ? "system:unauthenticated" : "system:authenticated";
        return [.. groups, .. groups.Contains(always) || groups.Contains("system:unauthenticated") ? [] : (string[])[always]];
    }

    private static bool IsAccount(string name, out string ns, out string account)
    {
        (ns, account) = ("", "");
        if (!name.StartsWith(AccountPrefix, StringComparison.Ordinal) || name[AccountPrefix.Length..].Split(':') is not [var first, var second]
            || Names.LabelProblems(first).Any() || Names.SubdomainProblems(second).Any())
        {
            return false;
        }

        (ns, account) = (first, second);
        return true;
    }
}
