using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;

namespace Hearth.Operator.Applications;

/// <summary>A decision after its actions: they may have added to the status.</summary>
internal sealed record ActionOutcome(SparkApplicationStatus Status, IReadOnlyList<ApplicationEvent> Events, TimeSpan? After, bool IsGone = false);

/// <summary>Does what a decision says.</summary>
internal sealed class ApplicationActions(KubeClient client, OperatorOptions options, Submitter submitter, DriverLog log, ILogger logger)
{
    private const int LogLimit = 16 * 1024;
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(1);
    private readonly WebUI _ui = new(client, options);

    /// <summary>Uids of drivers that were let go, until the watch says so.</summary>
    private readonly ConcurrentDictionary<string, bool> _released = new(StringComparer.Ordinal);

    /// <summary>After a status was written.</summary>
    public void OnWritten(SparkApplicationStatus status)
    {
        if (status is { SubmissionId: { } attempt, Hearth.Submitting: not true })
            submitter.Forget(attempt);
    }

    /// <summary>When the watch has told of a driver.</summary>
    public void OnDriver(PodFacts driver, bool exists)
    {
        if (!exists || !driver.Held)
            _released.TryRemove(driver.Uid, out _);
    }

    public async Task<ActionOutcome> RunAsync(ApplicationSnapshot s, Decision decision, CancellationToken cancellationToken)
    {
        var outcome = new ActionOutcome(decision.Status, decision.Events, decision.After);
        foreach (var action in decision.Actions)
        {
            outcome = action switch
            {
                ApplicationAction.Submit => await SubmitAsync(s, outcome, cancellationToken),
                ApplicationAction.DeleteRun => await DeleteRunAsync(s, outcome, cancellationToken),
                ApplicationAction.DeleteFirstAttempt => await DeleteFirstAttemptAsync(s, outcome, cancellationToken),
                ApplicationAction.ExposeUI => await ExposeAsync(s, outcome, cancellationToken),
                ApplicationAction.ReadLog => await ReadLogAsync(s, outcome, cancellationToken),
                ApplicationAction.CleanUp => await CleanUpAsync(s, outcome, cancellationToken),
                ApplicationAction.DeleteDriverPod => await DeleteDriverAsync(s, outcome, cancellationToken),
                ApplicationAction.ReleaseDriver => await ReleaseDriverAsync(s, outcome, cancellationToken),
                ApplicationAction.DeleteApplication => await DeleteApplicationAsync(s, outcome, cancellationToken),
                _ => throw new NotSupportedException($"{action} is no known action."),
            };
        }

        return outcome;
    }

    private async Task<ActionOutcome> SubmitAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        // The attempt may have begun in this very decision.
        s = s with { Application = s.Application with { Status = outcome.Status } };
        SubmissionOutcome result;
        try
        {
            result = await submitter.SubmitAsync(s, cancellationToken);
        }
        catch (KubeException e) when (e.IsTransient && s.Now - s.Status.LastSubmissionAttemptTime >= s_silence)
        {
            // It may pass, so the attempt goes on; but nobody is to wonder why nothing happens.
            return outcome with { Status = ApplicationLifecycle.Hindered(s, e.Message), After = s_silence };
        }

        if (result.IsGone)
            return outcome with { IsGone = true };
        if (result.IsLater)
            return outcome with { Status = ApplicationLifecycle.Hindered(s, $"the driver pod {s.Status.DriverInfo.PodName} of an earlier run is not gone yet"), After = s_lookAgain };
        var decision = ApplicationLifecycle.AfterSubmission(s, result.Failure, result.Driver);
        var warnings = result.Warnings.Select(warning => ApplicationEvent.Warning(EventReasons.SubmissionWarning, warning));
        var submitted = new ActionOutcome(decision.Status, [.. outcome.Events, .. decision.Events, .. warnings], decision.After);
        // With the submission, so that one status tells of both.
        return result.Failure is null && options.EnableUIService ? await ExposeAsync(s, submitted, cancellationToken) : submitted;
    }

    private async Task<ActionOutcome> DeleteRunAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        var ns = s.Application.Metadata.Namespace;
        await DeleteDriverAsync(s, outcome, cancellationToken);
        if (s.Status.Hearth?.Submitting == true)
            await submitter.RemoveObjectsAsync(s, cancellationToken);
        if (s.Executors.Any(e => !e.Deleting))
        {
            await client.DeleteCollectionAsync(
                ResourceTypes.Pods, ns, new() { LabelSelector = $"{SparkLabels.AppName}={s.Name},{SparkLabels.Role}=executor" }, null, cancellationToken);
        }

        await Task.WhenAll(_ui.RemoveAsync(s.Application, s.Status.DriverInfo, cancellationToken), RemoveBudgetAsync(s, cancellationToken));
        return outcome;
    }

    private async Task<ActionOutcome> DeleteFirstAttemptAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        var attempt = FirstAttempt.IdOf(s.Application);
        await submitter.RemoveObjectsAsync(s with { Application = s.Application with { Status = new() { SubmissionId = attempt } } }, cancellationToken);
        submitter.Forget(attempt);
        return outcome;
    }

    /// <summary>Also that of a spec that asks for none any more.</summary>
    private Task RemoveBudgetAsync(ApplicationSnapshot s, CancellationToken cancellationToken)
    {
        var asked = s.Application with { Spec = s.Spec with { DriverPodDisruptionBudget = true } };
        return DriverDisruptionBudget.Of(asked, options) is { } budget
            ? client.RemoveAsync(budget, s.Application.Metadata.Namespace, cancellationToken)
            : Task.CompletedTask;
    }

    private async Task<ActionOutcome> DeleteDriverAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        // In peace: a driver that is forced away may still run on its node when the next one starts.
        if (s.Driver is { Deleting: false } driver)
        {
            try
            {
                await client.DeleteAsync(ResourceTypes.Pods, driver.Namespace, driver.Name, new() { Uid = driver.Uid }, cancellationToken);
            }
            catch (KubeException e) when (e.IsConflict)
            {
                // Another pod of this name exists already; it is not ours to delete.
            }
        }

        return outcome;
    }

    private async Task<ActionOutcome> ReleaseDriverAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        await ReleaseAsync(s.Driver!, cancellationToken);
        return outcome;
    }

    /// <summary>Nobody waits for the driver's end any more.</summary>
    public async Task ReleaseAsync(PodFacts driver, CancellationToken cancellationToken)
    {
        if (!_released.TryAdd(driver.Uid, true))
            return;
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = driver.Uid, ["$deleteFromPrimitiveList/finalizers"] = new JsonArray(DriverHold.Finalizer) },
        };
        try
        {
            await client.PatchAsync(ResourceTypes.Pods, driver.Namespace, driver.Name, Patch.Strategic(patch), cancellationToken);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            // Gone already.
        }
        catch (KubeException e) when (e.IsForbidden)
        {
            // The application's end is told all the same.
            ApplicationLog.NotReleased(logger, e, driver.Name);
        }
        catch
        {
            _released.TryRemove(driver.Uid, out _);
            throw;
        }
    }

    private async Task<ActionOutcome> ExposeAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        // An empty name says that it was tried.
        var info = outcome.Status.DriverInfo with { WebUIServiceName = "" };
        try
        {
            info = await _ui.ExposeAsync(s.Application, outcome.Status, cancellationToken);
            info = await _ui.RouteAsync(s.Application, outcome.Status, info, cancellationToken);
            return outcome with { Status = outcome.Status with { DriverInfo = info } };
        }
        catch (KubeException e) when (SubmissionFailures.IsRefusal(e))
        {
            // The application runs; that nobody can look at it must not stop it.
            ApplicationLog.NotExposed(logger, e, s.Name);
            return outcome with
            {
                Status = outcome.Status with { DriverInfo = info },
                Events = [.. outcome.Events, ApplicationEvent.Warning("SparkApplicationUIFailed", $"the UI of SparkApplication {s.Name} is not exposed: {e.Message}")],
            };
        }
    }

    private async Task<ActionOutcome> ReadLogAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        if (s.OwnDriver is not { } driver || outcome.Status.Hearth?.Driver is not { } end)
            return outcome;
        if (await log.ReadAsync(driver, cancellationToken) is not { } text)
            return outcome;
        var hearth = outcome.Status.Hearth with
        {
            Driver = end with { LogTail = LogTail.Of(text, options.LogTailLines, LogLimit) },
            Diagnosis = DriverDiagnosis.Of(driver, s.Executors, text) ?? outcome.Status.Hearth.Diagnosis,
        };
        return outcome with { Status = outcome.Status with { Hearth = hearth } };
    }

    private async Task<ActionOutcome> CleanUpAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        var group = BatchScheduling.PodGroupOf(s.Application, options);
        List<Task> removals = [RemoveBudgetAsync(s, cancellationToken)];
        if (group is not null)
            removals.Add(client.RemoveAsync(group, s.Application.Metadata.Namespace, cancellationToken));
        // Thousands of Services of ended applications slow every pod of a namespace down. The driver pod stays, for its log.
        if (ApplicationStates.IsTerminal(outcome.Status.ApplicationState.State) && s.Status.DriverInfo.PodName is not null)
        {
            removals.AddRange([_ui.RemoveAsync(s.Application, s.Status.DriverInfo, cancellationToken), submitter.RemoveObjectsAsync(s, cancellationToken)]);
            if (Monitoring.ConfigMapOf(s.Application) is { } map)
                removals.Add(client.RemoveAsync(map, s.Application.Metadata.Namespace, cancellationToken));
        }

        await Task.WhenAll(removals);
        return outcome;
    }

    private async Task<ActionOutcome> DeleteApplicationAsync(ApplicationSnapshot s, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        await client.DeleteAsync(
            SparkResources.SparkApplications, s.Application.Metadata.Namespace, s.Name, new() { Uid = s.Application.Metadata.Uid, PropagationPolicy = "Background" }, cancellationToken);
        return outcome with { IsGone = true };
    }
}

internal static partial class ApplicationLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The UI of {Application} is not exposed")]
    public static partial void NotExposed(ILogger logger, Exception error, string application);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The finalizer of driver {Driver} cannot be removed: the operator needs the verb patch on pods")]
    public static partial void NotReleased(ILogger logger, Exception error, string driver);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The log of {Driver} could not be read")]
    public static partial void NoLog(ILogger logger, Exception error, string driver);
}
