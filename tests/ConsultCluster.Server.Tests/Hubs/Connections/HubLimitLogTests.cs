using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Telemetry;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Server.Tests.Hubs.Connections;

public sealed class HubLimitLogTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ListedAudits _audits = new();
    private readonly HubLimitLog _log;

    public HubLimitLogTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        _log = new HubLimitLog(new HubMetrics(meters), _audits, _clock, NullLogger<HubLimitLog>.Instance);
    }

    [Fact]
    public void Reached_ManyTimes_IsOneEntryPerLimitAndMinuteWithTheCount()
    {
        for (var i = 0; i < 902; i++)
        {
            _log.Reached(HubLimit.Connects, Claims.OfGuest, "192.0.2.7");
        }

        _log.Reached(HubLimit.Calls, Claims.OfGuest, "192.0.2.7");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _log.Reached(HubLimit.Connects, Claims.OfGuest, "192.0.2.7");

        Assert.Equal(
            [
                """{"limit":"connects","token":"t-1","times":1}""",
                """{"limit":"calls","token":"t-1","times":1}""",
                """{"limit":"connects","token":"t-1","times":902}""",
            ],
            _audits.Entries.Select(entry => entry.Detail));
        Assert.All(_audits.Entries, entry => Assert.Equal((AuditActions.HubLimited, Claims.OfGuest.Group), (entry.Action, entry.Group!.Value)));
    }

    [Fact]
    public void Reached_Silence_IsNoAudit()
    {
        _log.Reached(HubLimit.Silence, Claims.OfGuest, "192.0.2.7");

        Assert.Empty(_audits.Entries);
    }

    [Fact]
    public void Reached_StoreIsAway_FailsNobody()
    {
        _audits.IsAway = true;

        _log.Reached(HubLimit.Calls, Claims.OfGuest, "192.0.2.7");

        Assert.Empty(_audits.Entries);
    }

    private sealed class ListedAudits : IAuditStore
    {
        public List<AuditEntry> Entries { get; } = [];

        public bool IsAway { get; set; }

        public Task AppendAsync(AuditEntry entry)
        {
            if (IsAway)
            {
                return Task.FromException(new StorageUnavailableException("The test took it away."));
            }

            Entries.Add(entry);
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<RecordedAudit>> ReadAsync(GroupId group) => throw new NotSupportedException();

        public Task<ImmutableArray<RecordedAudit>> ReadAllAsync(long after, int limit) => throw new NotSupportedException();

        public Task<ImmutableArray<RecordedAudit>> ReadNumbersAsync(IReadOnlyCollection<long> numbers) => throw new NotSupportedException();

        public Task<RecordedAudit?> LastAsync() => throw new NotSupportedException();

        public Task<long?> FirstSignedAsync() => throw new NotSupportedException();

        public Task<AuditVerification> VerifyAsync(long after = 0, long? signedFrom = null, CancellationToken stop = default) => throw new NotSupportedException();
    }
}
