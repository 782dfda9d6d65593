using System.Diagnostics;
using ConsultCluster.Cluster.Tests.Killed;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using Xunit.Abstractions;

namespace ConsultCluster.Cluster.Tests.Attacks;

/// <summary>A member is removed just as the silo of its group is killed: before its front end, in another process, hears the group again.</summary>
public sealed class KilledSiloAttack(ITestOutputHelper output) : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await PostgresCluster.StartAsync(3);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RemovedRightAfterTheKill_FrontEndLearnsOfIt()
    {
        var group = _cluster.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        using var observer = new LateObserver();
        await group.SubscribeAsync(observer).Value();
        var (_, mallory) = await group.SitAsync("mallory");
        observer.MayRenew.Reset();

        (await _cluster.HomeOfAsync(Scene.Id)).Kill();
        await group.LeaveAsync(mallory, LeaveReason.Removed, Scene.Applicant).Done();
        var removed = Stopwatch.StartNew();
        observer.MayRenew.Set();
        var heard = await observer.Heard.HearAsync<GroupEvent>(e => e switch
        {
            MemberLeft left => left.Terminal == mallory,
            EventsMissed missed => missed.Snapshot.Members.All(member => member.Terminal != mallory),
            _ => false,
        });

        output.WriteLine($"{heard.GetType().Name} {removed.Elapsed.TotalMilliseconds:F0} ms after the removal");
    }

    /// <summary>Its subscription is renewed only when the test lets it: it is asked first which terminals are present.</summary>
    private sealed class LateObserver : IGroupObserver, IDisposable
    {
        private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

        public ManualResetEventSlim MayRenew { get; } = new(initialState: true);

        public RecordingObserver Heard { get; } = new();

        public IReadOnlyCollection<TerminalId> Present
        {
            get
            {
                MayRenew.Wait(Deadline);
                return [];
            }
        }

        public void OnEvent(GroupEvent groupEvent) => Heard.OnEvent(groupEvent);

        public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => Heard.OnSlots(terminal, slots);

        public void Dispose()
        {
            MayRenew.Set();
            MayRenew.Dispose();
        }
    }
}
