using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Storage.Audit;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Audit;

/// <summary>
/// Checks the audit at start, whole after it and on schedule, and keeps and exports its head. A broken audit raises the alarm and stops nothing:
/// consultations go on. No newer head is kept or exported from then on, so that the last good one stays.
/// </summary>
internal sealed partial class AuditWatch(
    IAuditStore store, AuditKeys keys, AuditFolder folder, AuditExporter exporter, AuditState state, IOptions<ServerOptions> options, TimeProvider clock, ILogger<AuditWatch> logger) : BackgroundService
{
    /// <summary>
    /// For so long servers of the version before, which do not sign, may still be stopped one by one. An unsigned entry after a signed one is taken for a forgery.
    /// </summary>
    public static readonly TimeSpan UpdateTime = TimeSpan.FromMinutes(15);

    private readonly string _process = NodeRelays.NodeName(options.Value.ToNode());
    private readonly long _started = clock.GetTimestamp();
    private long? _signedFrom;
    private bool _isAlarmRaised;

    /// <summary>The quick check, before anything is appended.</summary>
    public async Task CheckAtStartAsync()
    {
        folder.KeepPublicKey(keys);
        await JudgeAsync(checks => checks.QuickAsync(CancellationToken.None), isWhole: false);
        var last = await store.LastAsync();
        if (!options.Value.IsClustered || last?.Signature is not null || folder.Head(keys) is { } head && head.SignedFrom <= head.Number)
        {
            await BeginAsync(last);
        }
    }

    /// <summary>Compares the database with the last head, and exports a newer one.</summary>
    public async Task ExportAsync(CancellationToken stop)
    {
        if (folder.Head(keys) is { } kept)
        {
            await JudgeAsync(_ => new AuditHeadCheck(store).RunAsync(new[] { kept }.ToAsyncEnumerable(), stop), isWhole: false);
        }

        if (!keys.HasBegun && clock.GetElapsedTime(_started) >= UpdateTime)
        {
            await BeginAsync(await store.LastAsync());
        }

        if (state.Current.Broken is null && await store.LastAsync() is { } last && AuditHead.Sign(keys, last, await SignedFromAsync(last), clock.GetUtcNow(), _process) is { } head)
        {
            folder.Keep(head);
            await exporter.ExportAsync(head, stop);
        }
    }

    /// <summary>The whole check. Whoever can write into an export can spoil the comparison with it, and nothing else.</summary>
    public async Task CheckWholeAsync(CancellationToken stop)
    {
        await JudgeAsync(checks => checks.EntriesAsync(stop), isWhole: true);
        try
        {
            await JudgeAsync(checks => checks.HeadsAsync(stop), isWhole: false);
        }
        catch (InvalidDataException e)
        {
            state.ExportFailed(e.Message, clock.GetUtcNow());
            LogFailure(e.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(options.Value.AuditExportInterval, clock);
        long? checkedAt = null;
        do
        {
            await TryAsync(() => ExportAsync(stoppingToken), stoppingToken);
            if (checkedAt is not { } then || clock.GetElapsedTime(then) >= options.Value.AuditCheckInterval)
            {
                checkedAt = clock.GetTimestamp();
                await TryAsync(() => CheckWholeAsync(stoppingToken), stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeginAsync(RecordedAudit? last)
    {
        keys.Begin();
        if (state.Current.Broken is null && last is not null && last.Key != keys.Id)
        {
            // Vouches for all entries before, which were signed by an earlier key or not at all.
            await AppendAsync(AuditActions.AuditKeyUsed, $$"""{"key":"{{keys.Id}}"}""");
        }
    }

    /// <summary>Once known it stays: whoever takes signatures away later must not move it. Before, it is the next entry at the earliest.</summary>
    private async Task<long> SignedFromAsync(RecordedAudit last)
    {
        _signedFrom ??= folder.Head(keys) is { } kept && kept.SignedFrom <= kept.Number ? kept.SignedFrom : await store.FirstSignedAsync();
        return _signedFrom ?? last.Number + 1;
    }

    private async Task TryAsync(Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogFailure(e.Message);
        }
    }

    /// <param name="isWhole">All entries are checked.</param>
    private async Task JudgeAsync(Func<AuditChecks, Task<AuditVerification>> check, bool isWhole)
    {
        var result = await check(new AuditChecks(store, folder.Head(keys), exporter.Exports));
        state.Verified(result, isWhole, clock.GetUtcNow());
        if (state.Current.Broken is { FirstBroken: { } first, Fault: { } fault } && !_isAlarmRaised)
        {
            _isAlarmRaised = true;
            LogBroken(AuditText.Of(fault, first), first);
            await AppendAsync(AuditActions.AuditBroken, string.Create(CultureInfo.InvariantCulture, $$"""{"first":{{first}},"fault":"{{AuditText.Word(fault)}}"}"""));
        }
    }

    private Task AppendAsync(string action, string detail) =>
        store.AppendAsync(new AuditEntry(clock.GetUtcNow(), null, new PersonId(AuditEntry.System), AuditEntry.System, action, detail));

    [LoggerMessage(1, LogLevel.Critical, "The audit is broken at entry {First}: {What} Keep copies of database, data folder and exported heads, and see docs/security.md.")]
    private partial void LogBroken(string what, long first);

    [LoggerMessage(2, LogLevel.Warning, "The audit could not be checked or exported; trying again: {Reason}")]
    private partial void LogFailure(string reason);
}
