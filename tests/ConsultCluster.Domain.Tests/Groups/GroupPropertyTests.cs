using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;
using FsCheck;
using FsCheck.Fluent;

namespace ConsultCluster.Domain.Tests.Groups;

/// <summary>Invariants after any sequence of commands.</summary>
public class GroupPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(150).WithStartSize(10).WithEndSize(250).WithQuietOnSuccess(true);

    [Fact]
    public void AnyCommands_Capacity_IsExceededByOneApplicantAndOneCoordinatorOnly() => Always(step =>
    {
        Assert.True(step.After.Seats.Length <= RandomCommands.Capacity + 2);
        if (step.Name == "enter" && step.After.Seats.Length > step.Before.Seats.Length && step.Before.Seats.Length >= RandomCommands.Capacity)
        {
            var role = step.After.Seats[^1].Member.Role;
            Assert.True(role is GroupRole.Applicant or GroupRole.Coordinator);
            Assert.DoesNotContain(step.Before.Seats, seat => seat.Member.Role == role);
        }
    });

    [Fact]
    public void AnyCommands_AccountFollowed_LeavesNothingToFollowAndNothingThatTheAccountMayNotDo() => Always((step, run) =>
    {
        if (step.Account is not { Role: { } role } account || step.After.Request is not { } request || step.After.Ended)
        {
            return;
        }

        Assert.False(step.After.IsBehind(account, run.Now));
        var rights = AccountRights.Of(role, account.Person, request);
        Assert.All(
            step.After.Seats.Where(seat => seat.Member.Person == account.Person),
            seat => Assert.Equal(Permissions.None, seat.Member.Permissions & ~rights.Permissions));
        Assert.True(account.IsActive || step.After.Tokens.All(token => token.IssuedBy != account.Person || !token.IsLive));
        Assert.True(rights.MayInvite || step.After.Tokens.All(token => token.IssuedBy != account.Person || token.IsOwn || !token.IsLive));
    });

    [Fact]
    public void AnyCommands_Seat_HasTheRightsOfItsTokenAndNoMoreThanItsClaims() => Always(step =>
    {
        foreach (var seat in step.After.Seats)
        {
            var token = step.After.TokenOf(seat.Member.Token)!;
            Assert.Equal(token.Rights, new TokenRights(seat.Member.Role, seat.Member.Permissions));
            Assert.Equal(Permissions.None, seat.Member.Permissions & ~token.Claims.Permissions);
        }
    });

    [Fact]
    public void AnyCommands_Sequence_GrowsByOneWithEachEvent() => Always(step =>
    {
        var expected = step.Before.Sequence;
        foreach (var raised in step.Events)
        {
            Assert.Equal(++expected, raised.Sequence);
        }

        Assert.Equal(expected, step.After.Sequence);
    });

    [Fact]
    public void AnyCommands_Plan_HasTheSeatsTheirRightsMutesAndWhoIsAway() => Always((step, run) =>
    {
        Assert.Equal(step.After.Seats.Select(seat => seat.Terminal), run.Plan.Terminals.Select(media => media.Terminal));
        foreach (var (seat, media) in step.After.Seats.Zip(run.Plan.Terminals))
        {
            Assert.Equal(seat.Member.TerminalKind, media.Kind);
            Assert.Equal(seat.Member.Permissions, media.Permissions);
            Assert.Same(seat.Member.Muted, media.Muted);
            Assert.Equal(seat.HeldUntil is not null, media.IsAway);
        }

        Assert.True(run.Plan.Epoch >= step.After.Epoch);
        Assert.Same(run.Plan, run.Plan.Follow(step.After));
    });

    [Fact]
    public void AnyCommands_WhoLostMedia_CountsForNothingUntilItFlowsAgain() => Always(step =>
    {
        foreach (var lost in step.Events.OfType<MemberMediaLost>())
        {
            var seat = step.After.SeatOf(lost.Terminal)!;
            Assert.False(seat.Sends || seat.Receives);
            Assert.Equal(PresenceState.Entered, seat.Member.Presence);
            Assert.DoesNotContain(lost.Terminal, step.After.Announced);
        }
    });

    [Fact]
    public void AnyCommands_Refusal_ChangesNothing() => Always(step =>
    {
        if (step.Refusal is not null)
        {
            Assert.Same(step.Before, step.After);
            Assert.Empty(step.Effects);
            Assert.NotEmpty(step.Refusal.Reason);
        }
    });

    [Fact]
    public void AnyCommands_AfterTheEnd_NothingHappensButMovesAreRecorded() => Always(step =>
    {
        if (step.Before.Ended)
        {
            Assert.DoesNotContain(step.Effects, effect => effect is not AuditWritten { Entry.Action: AuditActions.MemberMoved });
            Assert.Empty(step.After.Seats);
        }

        if (step.After.Ended && !step.Before.Ended)
        {
            Assert.IsType<GroupEnded>(step.Events.Last());
            Assert.DoesNotContain(step.After.Tokens, t => t.State is TokenState.Issued or TokenState.Used);
        }
    });

    [Fact]
    public void AnyCommands_RevokedForeignOrExpiredToken_NeverEnters() => Always((step, run) =>
    {
        if (step.Entry is not { } entry || step.Refusal is not null)
        {
            return;
        }

        var row = step.Before.TokenOf(entry.Claims.Id)!;
        Assert.Equal(step.Before.Id, entry.Claims.Group);
        Assert.Equal(row.Claims, entry.Claims);
        Assert.NotEqual(TokenState.Revoked, row.State);
        var resumed = step.Before.SeatOf(TerminalNaming.Of(row.Claims.Id, entry.SeatKeyHash)) is not null;
        var isLastInside = row.BoundSeatKeyHash == entry.SeatKeyHash;
        var isRecentMedia = row is { State: TokenState.Used, BoundSeatKeyHash: null } && entry.IsMediaOnly
            && (step.Before.Seats.Any(seat => seat.Member.Token == row.Claims.Id) || row.LeftAt + step.Before.Rules.MediaReturn > run.Now);
        Assert.True(resumed || row.Claims.ExpiresAt > run.Now || isLastInside || isRecentMedia);
    });

    [Fact]
    public void AnyCommands_Token_NeverHasTwoTerminals() => Always(step =>
    {
        foreach (var token in step.After.Tokens)
        {
            Assert.True(step.After.Seats.Count(s => s.Member.Token == token.Claims.Id) <= 1);
        }
    });

    [Fact]
    public void AnyCommands_AfterTime_NothingMoreIsDue() => Always((step, run) => Assert.False(step.Name == "time" && step.After.NextDeadline() <= run.Now));

    [Fact]
    public void AnyCommands_SeatOfARevokedToken_IsGone() => Always(step =>
    {
        foreach (var seat in step.After.Seats)
        {
            Assert.NotEqual(TokenState.Revoked, step.After.TokenOf(seat.Member.Token)!.State);
        }
    });

    [Fact]
    public void AnyCommands_NobodyIsUnmutedByAnother() => Always(step =>
    {
        foreach (var muted in step.Events.OfType<MemberMuted>())
        {
            var before = step.Before.SeatOf(muted.Terminal)!.Member;
            Assert.True(muted.By == before.Person || muted.Muted.IsSupersetOf(before.Muted));
        }
    });

    [Fact]
    public void AnyCommands_HeldSeat_AlwaysHasADeadline() => Always(step =>
    {
        foreach (var seat in step.After.Seats)
        {
            Assert.Equal(seat.Member.Presence == PresenceState.Reconnecting, seat.HeldUntil is not null);
            Assert.True(seat.HeldUntil is null || step.After.NextDeadline() <= seat.HeldUntil);
        }
    });

    [Fact]
    public void AnyCommands_ConnectionNotice_NamesAtLeastTwoConnectedMembers() => Always(step =>
    {
        foreach (var notice in step.Events.OfType<GroupConnected>())
        {
            Assert.True(notice.Terminals.Length >= 2);
            Assert.NotNull(step.After.ConnectedAt);
            Assert.All(notice.Terminals, t => Assert.Equal(PresenceState.Connected, step.After.SeatOf(t)!.Member.Presence));
        }
    });

    [Fact]
    public void AnyCommands_Stays_MatchTheSeats()
    {
        var open = new HashSet<(TerminalId, DateTimeOffset)>();
        Always(step =>
        {
            if (step.Before.Request is null)
            {
                open.Clear();
            }

            foreach (var stay in step.Effects.OfType<ParticipantChanged>().Select(e => e.Participant))
            {
                _ = stay.LeftAt is null ? open.Add((stay.Terminal, stay.EnteredAt)) : open.Remove((stay.Terminal, stay.EnteredAt));
            }

            Assert.True(open.SetEquals(step.After.Seats.Select(s => (s.Terminal, s.Member.EnteredAt))));
        });
    }

    [Fact]
    public void AnyCommands_State_SurvivesJson() => Always(step =>
    {
        if (step.After.Request is { } request)
        {
            var json = GroupDocument.Write(step.After);
            var again = GroupDocument.Read(json, request, step.After.Rules);
            Assert.Equal(json, GroupDocument.Write(again));
            Assert.Equal(step.After.Seats.Length, again.Seats.Length);
            Assert.Equal(step.After.NextDeadline(), again.NextDeadline());
            Assert.DoesNotContain(request.Patient.Name, json, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void AnyCommands_RunTwice_GiveTheSame() => Check.One(Many, Prop.ForAll<int[]>(seeds =>
    {
        var (first, second) = (new RandomCommands(), new RandomCommands());
        for (var i = 0; i < seeds.Length; i++)
        {
            var (a, b) = (first.Run(seeds[i], i), second.Run(seeds[i], i));
            Assert.Equal(a.Effects.Length, b.Effects.Length);
        }

        Assert.Equal(GroupDocument.Write(first.Group), GroupDocument.Write(second.Group));
    }));

    [Fact]
    public void AnyCommands_TheGeneratorReachesEverything()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // A fixed seed: the generator's coverage must not depend on chance.
        var seeds = new Random(1);
        for (var sequence = 0; sequence < 300; sequence++)
        {
            var run = new RandomCommands();
            for (var i = 0; i < 150; i++)
            {
                var step = run.Run(seeds.Next(-250, 251), i);
                seen.UnionWith(step.Events.Select(e => e.GetType().Name));
                if (step.Refusal is { } refusal)
                {
                    seen.Add(refusal.Code);
                }
            }
        }

        string[] expected =
        [
            nameof(MemberEntered), nameof(MemberLeft), nameof(MemberConnected), nameof(GroupConnected), nameof(MemberReconnecting),
            nameof(MemberMediaLost), nameof(MemberMuted), nameof(MessageSent), nameof(GroupEnded),
            RefusalCodes.GroupUnknown, RefusalCodes.GroupFull, RefusalCodes.GroupClosed, RefusalCodes.GroupExists, RefusalCodes.TokenUsed,
            RefusalCodes.TokenRevoked, RefusalCodes.TokenWrongGroup, RefusalCodes.TokenForged, RefusalCodes.TokenExpired,
            RefusalCodes.TokenUnknown, RefusalCodes.PermissionMissing, RefusalCodes.MemberUnknown,
        ];
        Assert.Empty(expected.Except(seen, StringComparer.Ordinal));
    }

    private static void Always(Action<RandomCommands.Step> holds) => Always((step, _) => holds(step));

    private static void Always(Action<RandomCommands.Step, RandomCommands> holds) => Check.One(Many, Prop.ForAll<int[]>(seeds =>
    {
        var run = new RandomCommands();
        for (var i = 0; i < seeds.Length; i++)
        {
            holds(run.Run(seeds[i], i), run);
        }
    }));
}
