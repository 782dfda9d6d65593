using ConsultCluster.Domain.Media.Effects;
using FsCheck;
using FsCheck.Fluent;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>What holds of a media plan whatever happens to the group and its relays.</summary>
public sealed class PlanPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(150).WithStartSize(10).WithEndSize(250).WithQuietOnSuccess(true);

    [Fact]
    public void Anything_Terminals_AreThoseWithASeat() => Always((step, run) =>
        Assert.Equal(run.Record.Ended ? [] : run.Record.Seats.Select(seat => seat.Terminal), step.After.Terminals.Select(media => media.Terminal)));

    [Fact]
    public void Anything_SessionsOfATerminal_AreOnDifferentRelays() => Always((step, _) =>
    {
        foreach (var media in step.After.Terminals)
        {
            Assert.True(media.Place is null || media.Place.Standby != media.Place.Relay);
            Assert.True(media.LoneStandby is null || media.Place is null);
            Assert.True(media.Former is null || (media.Place?.Standby ?? media.LoneStandby) is not null);
            Assert.True(media.Destination is null || media.Place is not null);
        }

        Assert.Distinct(RandomPlans.Named(step.After));
    });

    [Fact]
    public void Anything_Relays_AreExactlyThoseNamed() => Always((step, _) =>
        Assert.Equal(new SortedSet<string>(RandomPlans.Named(step.After).Select(session => session.Relay.Value), StringComparer.Ordinal), step.After.Relays().Select(relay => relay.Value)));

    [Fact]
    public void Anything_Effects_ConcernTerminalsOfThePlan() => Always((step, _) =>
    {
        foreach (var effect in step.Effects)
        {
            Assert.True(effect is SessionEnded || step.After.Find(Of(effect)) is not null, $"{step.Name}: {effect}");
        }
    });

    [Fact]
    public void Anything_OrdersToCarryMedia_NameTheRelayWhereItIsFromThenOn() => Always((step, _) =>
    {
        foreach (var effect in step.Effects)
        {
            var relay = effect switch
            {
                SessionMoved moved => moved.To,
                SessionActivated activated => activated.Relay,
                MoveAnnounced announced => announced.Relay,
                _ => default(RelayId?),
            };
            Assert.True(relay is null || step.After.Find(Of(effect))!.Place!.Relay == relay, $"{step.Name}: {effect}");
        }
    });

    [Fact]
    public void Anything_SessionThatMediaLeft_IsEndedOnceOrStillLeaving() => Always((step, _) =>
    {
        foreach (var moved in step.Effects.OfType<SessionMoved>())
        {
            var isLeaving = step.After.Find(moved.Terminal)!.Leaving?.Relay == moved.From;
            Assert.Equal(isLeaving ? 0 : 1, Ends(step, moved.Terminal, moved.From));
        }

        foreach (var media in step.Before.Terminals.Where(media => media.Leaving is not null && step.After.Find(media.Terminal) is not null && step.Name != "restart"))
        {
            var left = media.Leaving!.Relay;
            var isOver = step is { Name: "gone" } && step.Terminal == media.Terminal && step.Relay == left;
            var isNamed = RandomPlans.Named(step.After).Contains((media.Terminal, left));
            Assert.Equal(isNamed || isOver ? 0 : 1, Ends(step, media.Terminal, left));
        }
    });

    [Fact]
    public void Anything_SessionThatIsEnded_WasHeldAndIsNotInThePlan() => Always((step, _) =>
    {
        Assert.Empty(step.Unfounded);
        Assert.DoesNotContain(step.Effects.OfType<SessionEnded>(), ended => RandomPlans.Named(step.After).Contains((ended.Terminal, ended.Relay)));
    });

    [Fact]
    public void Anything_SessionsOfThePlan_AreHeldByTheirRelays() => AfterEach(run =>
        Assert.Subset(run.Held.Keys.ToHashSet(), RandomPlans.Named(run.Plan).ToHashSet()));

    [Fact]
    public void Anything_SessionsOfARelayThatIsHeardOf_AreInThePlan() => AfterEach(run =>
    {
        var named = RandomPlans.Named(run.Plan).ToHashSet();
        Assert.DoesNotContain(run.Held.Keys, session => !run.Unheard.Contains(session.Relay) && !named.Contains(session));
    });

    [Fact]
    public void Anything_RelayThatIsLost_IsNamedNowhere() => Always((step, _) =>
    {
        if (step.Name == "lost")
        {
            Assert.DoesNotContain(step.Relay!.Value, step.After.Relays());
        }
    });

    [Fact]
    public void Anything_NextDeadline_IsAfterTheTimeThatWasHandled() => Always((step, run) =>
    {
        if (step.Name == "time")
        {
            Assert.True(step.After.NextDeadline() is not { } next || next > run.Now);
        }

        if (step.Before.NextDeadline() is not { } due || due > run.Now)
        {
            Assert.True(step.Name != "time" || ReferenceEquals(step.Before, step.After));
        }
    });

    [Fact]
    public void Anything_Epoch_NeverFalls() => Always((step, run) =>
    {
        Assert.True(step.After.Epoch >= run.Record.Epoch);
        Assert.True(step.After.Epoch >= step.Before.Epoch || step.Name == "restart");
    });

    [Fact]
    public void Anything_Refusal_ChangesNothing() => Always((step, _) =>
    {
        if (step.Refusal is not null)
        {
            Assert.Same(step.Before, step.After);
            Assert.Empty(step.Effects);
            Assert.NotEmpty(step.Refusal.Reason);
        }
    });

    [Fact]
    public void Anything_NewsForTheRecord_IsWhatThePlanHas() => Always((step, _) =>
    {
        foreach (var media in step.After.Terminals)
        {
            var before = step.Before.Find(media.Terminal);
            var news = step.Effects.Where(effect => effect is FlowChanged or MediaLost && Of(effect) == media.Terminal).ToArray();
            var isNews = before is not null && step.Name != "restart" && (before.Sends, before.Receives) != (media.Sends, media.Receives);
            Assert.True(!isNews || news.Length == 1, step.Name);
            Assert.True(news.All(effect => effect is FlowChanged(_, var sends, var receives)
                ? (sends, receives) == (media.Sends, media.Receives)
                : media is { Sends: false, Receives: false, Place: null }));
        }
    });

    [Fact]
    public void Anything_TheGeneratorReachesEverything()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Always the same commands: what the generator can reach must not depend on luck.
        var seeds = new Random(1);
        for (var sequence = 0; sequence < 100; sequence++)
        {
            var run = new RandomPlans();
            for (var i = 0; i < 150; i++)
            {
                foreach (var step in run.Run(seeds.Next(-250, 251), i))
                {
                    seen.Add(step.Name);
                    seen.UnionWith(step.Effects.Select(effect => effect.GetType().Name));
                    seen.UnionWith(step.After.Terminals.Where(media => media.LoneStandby is not null).Select(_ => "lone"));
                    seen.UnionWith(step.After.Terminals.Where(media => media.Former is not null).Select(media => media.Place is null ? "lone former" : "former"));
                    if (step is { Name: "takeUp" } && step.Before.Terminals.Any(media => media.Leaving?.Relay == step.Relay))
                    {
                        seen.Add("taken up while media leaves it");
                    }

                    if (step.Refusal is { } refusal)
                    {
                        seen.Add(refusal.Code);
                    }
                }
            }
        }

        string[] expected =
        [
            "enter", "leave", "detach", "mute", "load", "close", "offer", "offerStandby", "activated", "media", "use", "drain", "silent", "lost", "gone", "takeUp",
            "relocate", "locate", "quality", "requestStandbys", "restart", "time", "lone", "former", "lone former", "taken up while media leaves it", nameof(MoveAnnounced), nameof(StandbyRequested), nameof(QualityMeasured),
            nameof(FlowChanged), nameof(MediaLost), nameof(SessionEnded), nameof(SessionMoved), nameof(SessionActivated), nameof(MediaMoved), nameof(MediaArrived), RefusalCodes.RelayNoStandby,
        ];
        Assert.Empty(expected.Except(seen, StringComparer.Ordinal));
    }

    private static int Ends(RandomPlans.Step step, TerminalId terminal, RelayId relay) =>
        step.Effects.Count(effect => effect is SessionEnded ended && ended == new SessionEnded(terminal, relay));

    private static TerminalId Of(MediaEffect effect) => effect switch
    {
        MoveAnnounced announced => announced.Terminal,
        StandbyRequested requested => requested.Terminal,
        QualityMeasured measured => measured.Terminal,
        FlowChanged changed => changed.Terminal,
        MediaLost lost => lost.Terminal,
        SessionEnded ended => ended.Terminal,
        SessionMoved moved => moved.Terminal,
        SessionActivated activated => activated.Terminal,
        MediaMoved moved => moved.Terminal,
        MediaArrived arrived => arrived.Terminal,
        _ => throw new InvalidOperationException($"Unknown effect {effect}."),
    };

    private static void Always(Action<RandomPlans.Step, RandomPlans> holds) => Check.One(Many, Prop.ForAll<int[]>(seeds =>
    {
        var run = new RandomPlans();
        for (var i = 0; i < seeds.Length; i++)
        {
            foreach (var step in run.Run(seeds[i], i))
            {
                holds(step, run);
            }
        }
    }));

    /// <summary>Only once the relays have carried out all that was ordered.</summary>
    private static void AfterEach(Action<RandomPlans> holds) => Check.One(Many, Prop.ForAll<int[]>(seeds =>
    {
        var run = new RandomPlans();
        for (var i = 0; i < seeds.Length; i++)
        {
            _ = run.Run(seeds[i], i);
            holds(run);
        }
    }));
}
