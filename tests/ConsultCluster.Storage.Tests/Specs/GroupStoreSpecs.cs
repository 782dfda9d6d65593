using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every store of consultations owes.</summary>
public abstract class GroupStoreSpecs : IAsyncLifetime
{
    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private IGroupStore Store => _fixture.Groups;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Load_NeverSaved_IsNull()
    {
        Assert.Null(await Store.LoadAsync(new GroupId("g1")));
        Assert.Null(await Store.FindAsync(new GroupId("g1")));
        Assert.Null(await Store.FindByRequestAsync(new RequestId("r1")));
    }

    [Fact]
    public async Task Save_First_CanBeLoadedWhole()
    {
        var turn = StoreSamples.First();

        await Store.SaveAsync(turn);

        var stored = await Store.LoadAsync(turn.After.Group);
        Assert.Equal(new StoredGroup(turn.Document, turn.Request!, 1), stored);
        var record = await Store.FindAsync(turn.After.Group);
        Assert.Equal(new ConsultationRecord(turn.Request!, GroupState.Open, StoreSamples.Start, null, null, 0), record);
        Assert.Equal(record, await Store.FindByRequestAsync(turn.Request!.Id));
    }

    [Fact]
    public async Task Save_RowsOfEveryKind_ComeBackAsTheyWere()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);
        var next = turn.Next() with
        {
            Tokens = [StoreSamples.Token("t1", "g1"), StoreSamples.Token("t2", "g1", TokenState.Used)],
            Participants = [StoreSamples.Stay("g1", "t_1", "t2")],
            Messages = [StoreSamples.Message("m1", 3), StoreSamples.Message("m2", 2)],
        };
        await Store.SaveAsync(next);
        await Store.SaveAsync(next.Next() with
        {
            After = next.After with { State = GroupState.Closed, ConnectedAt = StoreSamples.Start.AddHours(1), ClosedAt = StoreSamples.Start.AddHours(2) },
            Tokens = [StoreSamples.Token("t2", "g1", TokenState.Revoked)],
            Participants = [StoreSamples.Stay("g1", "t_1", "t2", left: true)],
        });

        Assert.Equal(
            [StoreSamples.Token("t1", "g1"), StoreSamples.Token("t2", "g1", TokenState.Revoked)],
            (await Store.TokensAsync(new GroupId("g1"))).ToArray());
        Assert.Equal([StoreSamples.Stay("g1", "t_1", "t2", left: true)], (await Store.ParticipantsAsync(new GroupId("g1"))).ToArray());
        Assert.Equal(["m2", "m1"], (await Store.MessagesAsync(new GroupId("g1"), before: null, limit: 10_000)).Select(m => m.Id));
        Assert.Equal(StoreSamples.Message("m1", 3), await Store.FindMessageAsync(new GroupId("g1"), new TerminalId("t_1"), "m1"));
        Assert.Null(await Store.FindMessageAsync(new GroupId("g1"), new TerminalId("t_2"), "m1"));
        var record = await Store.FindAsync(new GroupId("g1"));
        Assert.Equal(
            (GroupState.Closed, StoreSamples.Start.AddHours(1), StoreSamples.Start.AddHours(2)),
            (record!.State, record.ConnectedAt!.Value, record.ClosedAt!.Value));
    }

    /// <summary>Ids are looked up before they are checked, and PostgreSQL takes no NUL.</summary>
    [Fact]
    [Trait("attack", "9")]
    public async Task FindMessage_IdWithNul_FindsNothing()
    {
        await Store.SaveAsync(StoreSamples.First());

        Assert.Null(await Store.FindMessageAsync(new GroupId("g1"), new TerminalId("t_1"), "m\01"));
    }

    [Fact]
    public async Task Messages_BeforeOneAndLimited_AreTheNewestOfThemOldestFirst()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);
        await Store.SaveAsync(turn.Next() with { Messages = [.. Enumerable.Range(1, 9).Select(n => StoreSamples.Message($"m{n}", n))] });

        async Task<string> ReadAsync(long? before, int limit) =>
            string.Join(' ', (await Store.MessagesAsync(turn.After.Group, before, limit)).Select(message => message.Id));
        Assert.Equal("m7 m8 m9", await ReadAsync(null, 3));
        Assert.Equal("m4 m5 m6", await ReadAsync(7, 3));
        Assert.Equal("m1 m2", await ReadAsync(3, 100));
        Assert.Empty(await ReadAsync(1, 100));
        Assert.Empty(await ReadAsync(null, 0));
        Assert.Empty(await Store.MessagesAsync(new GroupId("g-other"), null, 100));
    }

    [Fact]
    public async Task Save_OldVersion_IsStaleAndWritesNothing()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);
        await Store.SaveAsync(turn.Next("first"));

        await Assert.ThrowsAsync<StaleGroupException>(() => Store.SaveAsync(turn.Next("second") with { Messages = [StoreSamples.Message("m1", 2)] }));
        await Assert.ThrowsAsync<StaleGroupException>(() => Store.SaveAsync(turn));

        Assert.Equal(("first", 2), ((await Store.LoadAsync(turn.After.Group))!.Document, (await Store.LoadAsync(turn.After.Group))!.Version));
        Assert.Empty(await Store.MessagesAsync(turn.After.Group, before: null, limit: 10_000));
        Assert.Equal(2, (await _fixture.Audit.ReadAsync(turn.After.Group)).Length);
    }

    [Fact]
    public async Task Save_SameVersionAtOnce_ExactlyOneWins()
    {
        var first = StoreSamples.First();
        await Store.SaveAsync(first);

        for (var round = 0; round < 10; round++)
        {
            var turn = first.Next() with { ExpectedVersion = round + 1 };
            var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WinsAsync(
                turn with { Messages = [StoreSamples.Message($"m{round}-{writer}", round)] }))));

            Assert.Single(won, true);
        }

        Assert.Equal(11, (await Store.LoadAsync(first.After.Group))!.Version);
        Assert.Equal(10, (await Store.MessagesAsync(first.After.Group, before: null, limit: 10_000)).Length);
        Assert.Equal(new AuditVerification(11, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Save_SameRequestAtOnce_IsRecordedOnce()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WinsAsync(StoreSamples.First()))));

        Assert.Single(won, true);
        Assert.Equal(new AuditVerification(1, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Save_TokenOfAnUnknownGroup_WritesNothing()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);

        await Assert.ThrowsAnyAsync<Exception>(() => Store.SaveAsync(turn.Next() with { Tokens = [StoreSamples.Token("t1", "nobody")] }));

        Assert.Equal(1, (await Store.LoadAsync(turn.After.Group))!.Version);
    }

    [Fact]
    public async Task ListOpen_GivesOnlyWhatGoesOn()
    {
        await Store.SaveAsync(StoreSamples.First("a", 1));
        await Store.SaveAsync(StoreSamples.First("b", 2, GroupState.Closed));
        await Store.SaveAsync(StoreSamples.First("c", 3, GroupState.Active));
        await Store.SaveAsync(StoreSamples.First("d", 4, GroupState.Expired));

        Assert.Equal(["a", "c"], (await Store.ListOpenAsync()).Select(g => g.Value));
    }

    [Fact]
    public async Task ListOpenOf_GivesWhereThePersonHoldsOrHasIssuedATokenThatWasNotRevoked()
    {
        await SaveAsync("held", GroupState.Active, StoreSamples.Token("t1", "held", person: "p9"));
        await SaveAsync("used", GroupState.Active, StoreSamples.Token("t2", "used", TokenState.Used, "p9"));
        await SaveAsync("expired", GroupState.Active, StoreSamples.Token("t3", "expired", TokenState.Expired, "p9"));
        await SaveAsync("issued", GroupState.Open, StoreSamples.Token("t4", "issued") with { IssuedBy = new PersonId("p9") });
        await SaveAsync("revoked", GroupState.Active, StoreSamples.Token("t5", "revoked", TokenState.Revoked, "p9"));
        await SaveAsync("closed", GroupState.Closed, StoreSamples.Token("t6", "closed", person: "p9"));
        await SaveAsync("others", GroupState.Active, StoreSamples.Token("t7", "others"));

        Assert.Equal(["expired", "held", "issued", "used"], (await Store.ListOpenOfAsync(new PersonId("p9"))).Select(g => g.Value).Order(StringComparer.Ordinal));

        Task SaveAsync(string group, GroupState state, TokenRecord token) =>
            Store.SaveAsync(StoreSamples.First(group, state: state) with { Tokens = [token] });
    }

    [Fact]
    public async Task List_Pages_AreNewestFirstWithoutGapOrDouble()
    {
        for (var i = 0; i < 7; i++)
        {
            await Store.SaveAsync(StoreSamples.First($"g{i}", minute: i / 2));
        }

        var seen = new List<string>();
        ConsultationCursor? before = null;
        do
        {
            var page = await Store.ListAsync(new ConsultationQuery(Before: before, Limit: 3));
            seen.AddRange(page.Items.Select(i => i.Request.Group.Value));
            Assert.True(page.Next is null || ConsultationCursor.TryParse(page.Next.ToString(), out _));
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(["g6", "g5", "g4", "g3", "g2", "g1", "g0"], seen);
    }

    [Fact]
    public async Task List_Filtered_GivesWhatWasAskedFor()
    {
        await Store.SaveAsync(StoreSamples.First("a", 1));
        var closed = StoreSamples.First("b", 2, GroupState.Closed);
        await Store.SaveAsync(closed);
        await Store.SaveAsync(closed.Next() with { Tokens = [StoreSamples.Token("t1", "b", person: "expert")] });

        var byState = await Store.ListAsync(new ConsultationQuery(GroupState.Closed));
        var byToken = await Store.ListAsync(new ConsultationQuery(Involving: new PersonId("expert")));
        var byApplicant = await Store.ListAsync(new ConsultationQuery(Involving: closed.Request!.Applicant));
        var byStranger = await Store.ListAsync(new ConsultationQuery(Involving: new PersonId("stranger")));

        Assert.Equal("b", Assert.Single(byState.Items).Request.Group.Value);
        Assert.Equal("b", Assert.Single(byToken.Items).Request.Group.Value);
        Assert.Equal(2, byApplicant.Items.Length);
        Assert.Empty(byStranger.Items);
    }

    [Fact]
    public async Task Save_Locked_IsUnavailableAndWorksAgainLater()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);

        using (await _fixture.LockAsync())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.SaveAsync(turn.Next()));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => _fixture.Audit.AppendAsync(StoreSamples.Audit()));
        }

        await Store.SaveAsync(turn.Next());
        Assert.Equal(2, (await Store.LoadAsync(turn.After.Group))!.Version);
    }

    [Fact]
    public async Task Save_FullDisk_LosesNothingAcknowledgedAndWorksAgainLater()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);
        var written = 0;

        using (await _fixture.FillAsync())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            {
                for (; written < 1000; written++)
                {
                    turn = turn.Next(new string('x', 20_000)) with { Messages = [StoreSamples.Message($"m{written}", written)] };
                    await Store.SaveAsync(turn);
                }
            });
            Assert.Equal(written, (await Store.MessagesAsync(turn.After.Group, before: null, limit: 10_000)).Length);
            Assert.Equal(written + 1, (await Store.LoadAsync(turn.After.Group))!.Version);
        }

        await Store.SaveAsync(turn);
        Assert.Equal(written + 2, (await Store.LoadAsync(turn.After.Group))!.Version);
        Assert.True((await _fixture.Audit.VerifyAsync()).Intact);
    }

    [Fact]
    public async Task PatientData_IsInTheRequestOnly()
    {
        var turn = StoreSamples.First();
        await Store.SaveAsync(turn);
        await Store.SaveAsync(turn.Next() with { Tokens = [StoreSamples.Token("t1", "g1")] });

        var text = Encoding.UTF8.GetString(await _fixture.BytesAtRestAsync());

        // Once as a row, and at most once more as the log's copy of that row's page.
        Assert.InRange(text.Split("110101196001011234").Length - 1, 1, 2);
        Assert.All(await _fixture.Audit.ReadAsync(turn.After.Group), a => Assert.DoesNotContain("王芳", a.Entry.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x.g1")]
    [InlineData("-5.g1")]
    [InlineData("99999999999999999999.g1")]
    [InlineData("5.")]
    [InlineData("5.g 1")]
    public void Cursor_Malformed_IsNotParsed(string? text) => Assert.False(ConsultationCursor.TryParse(text, out _));

    private async Task<bool> WinsAsync(GroupTurn turn)
    {
        try
        {
            await Store.SaveAsync(turn);
            return true;
        }
        catch (StaleGroupException)
        {
            return false;
        }
    }
}
