using System.Diagnostics;
using ConsultCluster.Cluster.Tests.Browsers;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;
using Xunit.Abstractions;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>
/// Silos whose clocks are minutes apart. What gives a process a wrong clock makes every look at it slow, and there are many: how soon a group answers is measured with
/// right clocks (<see cref="KilledSiloTests"/>).
/// </summary>
[Collection(nameof(TimedTests))]
public sealed class ClockTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rounds = 3;

    private static readonly TimeSpan _behind = TimeSpan.FromMinutes(-8);
    private static readonly TimeSpan _ahead = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private PostgresCluster _cluster = null!;

    private IConsultationGroup Group => _cluster.Groups.Get(Scene.Id);

    public async Task InitializeAsync() => _cluster = await PostgresCluster.StartAsync(_behind, TimeSpan.Zero, _ahead);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Kill_SiloAfterSilo_WhateverTheirClocksGroupAndSeatsGoOn()
    {
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var observer = new PresentObserver();
        await Group.SubscribeAsync(observer).Value();
        var (_, stays) = await Group.SitAsync("stays");
        observer.Seat(stays);
        var clocks = new HashSet<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var home = await _cluster.HomeOfAsync(Scene.Id);
            clocks.Add(home.Clock);
            var before = await Group.SnapshotAsync().Value();

            home.Kill();
            var killed = Stopwatch.StartNew();
            await AnswersAsync();
            var answered = killed.Elapsed;
            await observer.Heard.HearAsync<MemberEntered>(e => e.Resumed && e.Member.Terminal == stays && e.Sequence > before.Sequence);
            var others = _cluster.Silos.Live.Select(silo => silo.Name).Where(name => name != home.Name).ToArray();
            await _cluster.SeesAsync(others);
            await _cluster.AddSiloAsync($"more-{round}", home.Clock);
            await _cluster.SeesAsync([.. others, $"more-{round}"]);

            output.WriteLine($"clock {home.Clock}: answered {answered.TotalMilliseconds:F0} ms after the kill, the next is seen after {killed.Elapsed.TotalMilliseconds:F0} ms");
            var after = await Group.SnapshotAsync().Value();
            Assert.Equal(before.Epoch + 1, after.Epoch);
            Assert.Equal([(stays, PresenceState.Entered)], after.Members.Select(member => (member.Terminal, member.Presence)));
        }

        // The next home is chosen before the lost one is replaced, so it has another clock.
        Assert.InRange(clocks.Count, 2, Rounds);
        Assert.Equal("0", await _cluster.AskAsync("SELECT count(*) FROM audit WHERE action = 'member.left'"));
    }

    private async Task AnswersAsync()
    {
        using var deadline = new CancellationTokenSource(_limit);
        while (true)
        {
            try
            {
                await Group.SnapshotAsync().Value();
                return;
            }
            catch (StorageUnavailableException) when (!deadline.IsCancellationRequested)
            {
                // The caller is told to ask again.
            }
        }
    }
}
