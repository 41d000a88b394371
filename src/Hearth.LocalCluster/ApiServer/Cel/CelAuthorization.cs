using Hearth.LocalCluster.ApiServer.Security;
using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Asks on behalf of a user, step by step: <c>authorizer.group('apps').resource('deployments').namespace('n').check('get').allowed()</c>.</summary>
/// <param name="Request">The question about the resource of the present request: <c>authorizer.requestResource</c>.</param>
internal sealed record CelAuthorizer(Func<AccessQuestion, (bool Allowed, string Reason)> Decide, UserInfo User, AccessQuestion? Request = null);

/// <summary>A question that is not complete yet. <paramref name="Step"/> says what may be added.</summary>
internal sealed record CelCheck(CelAuthorizer Authorizer, AccessQuestion Question, CelKind Step);

/// <summary>What was decided.</summary>
internal sealed record CelDecision(bool IsAllowed, string Reason);

/// <summary>The functions of <c>authorizer</c>, the library of admission expressions.</summary>
internal static class CelAuthorization
{
    public static IEnumerable<CelOverload> All =>
    [
        Method("path", [CelKind.Authorizer, CelKind.String], PathCheck, a => (string)a[1]! is { Length: > 0 } path ? Check(a[0]!, Question(a[0]!) with { Path = path }, PathCheck) : new CelError("path must not be empty")),
        Method("group", [CelKind.Authorizer, CelKind.String], GroupCheck, a => Check(a[0]!, Question(a[0]!) with { Group = (string)a[1]! }, GroupCheck)),
        Method("serviceAccount", [CelKind.Authorizer, CelKind.String, CelKind.String], CelKind.Authorizer, a => AccountProblem((string)a[1]!, (string)a[2]!) as object ?? ((CelAuthorizer)a[0]!) with { User = UserInfo.ServiceAccount((string)a[1]!, (string)a[2]!, "") }),
        Method("resource", [GroupCheck, CelKind.String], ResourceCheck, a => (string)a[1]! is { Length: > 0 } name ? With(a[0]!, question => question with { Resource = name }) : new CelError("resource must not be empty")),
        Method("subresource", [ResourceCheck, CelKind.String], ResourceCheck, a => With(a[0]!, question => question with { Subresource = (string)a[1]! })),
        Method("namespace", [ResourceCheck, CelKind.String], ResourceCheck, a => With(a[0]!, question => question with { Namespace = (string)a[1]! })),
        Method("name", [ResourceCheck, CelKind.String], ResourceCheck, a => With(a[0]!, question => question with { Name = (string)a[1]! })),
        // Roles do not look at selectors.
        Method("fieldSelector", [ResourceCheck, CelKind.String], ResourceCheck, a => a[0]),
        Method("labelSelector", [ResourceCheck, CelKind.String], ResourceCheck, a => a[0]),
        Method("check", [PathCheck, CelKind.String], Decision, a => Ask((CelCheck)a[0]!, (string)a[1]!)),
        Method("check", [ResourceCheck, CelKind.String], Decision, a => Ask((CelCheck)a[0]!, (string)a[1]!)),
        Method("allowed", [Decision], Bool, a => ((CelDecision)a[0]!).IsAllowed),
        Method("reason", [Decision], CelKind.String, a => ((CelDecision)a[0]!).Reason),
        Method("errored", [Decision], Bool, _ => false),
        Method("error", [Decision], CelKind.String, _ => ""),
    ];

    private static AccessQuestion Question(object authorizer) => new(((CelAuthorizer)authorizer).User, "", "", "", "", "", "", "");

    private static CelCheck Check(object authorizer, AccessQuestion question, CelKind step) => new((CelAuthorizer)authorizer, question, step);

    private static CelCheck With(object check, Func<AccessQuestion, AccessQuestion> add) => new(((CelCheck)check).Authorizer, add(((CelCheck)check).Question), ResourceCheck);

    private static CelError? AccountProblem(string ns, string name)
    {
        if (Validation.Names.LabelProblems(ns).Any())
            return new CelError("Invalid service account namespace");
        return Validation.Names.SubdomainProblems(name).Any() ? new CelError("Invalid service account name") : null;
    }

    private static CelDecision Ask(CelCheck check, string verb)
    {
        var (allowed, reason) = check.Authorizer.Decide(check.Question with { Verb = verb });
        return new CelDecision(allowed, reason);
    }
}
