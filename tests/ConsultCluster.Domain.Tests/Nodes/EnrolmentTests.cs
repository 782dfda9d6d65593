using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Nodes;

namespace ConsultCluster.Domain.Tests.Nodes;

/// <summary>Which keys of relay nodes may join, under which names.</summary>
public sealed class EnrolmentTests
{
    private const string NodeKey = "key:k1";

    private static readonly EnrolmentRules Rules = new(KeyLimit: 2, MaxWaiting: 8);
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Keeper = new("p-keeper");

    private NodeBook _book = NodeBook.Empty;
    private DateTimeOffset _now = Start;

    [Fact]
    public void Ask_WithoutAnything_WaitsUntilItIsApproved()
    {
        Assert.Equal((EnrolmentAnswer.Waiting, AuditActions.NodeWaiting), Ask("a", "edge"));
        var waiting = _book;
        Assert.Equal((EnrolmentAnswer.Waiting, null), Ask("a", "edge"));
        Assert.Equal((EnrolmentAnswer.Waiting, null), Ask("a", "another-name"));
        Assert.Same(waiting, _book);

        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeEnrolled), Do(Enrolment.Approve(_book, "a", Keeper, "192.0.2.1", _now)));

        Assert.Equal((EnrolmentAnswer.Done, null), Ask("a", "edge"));
        Assert.Equal((Enrolment.ViaApproval, "p-keeper"), (_book.Enrolled("edge")!.Via, _book.Enrolled("edge")!.DecidedBy));
        Assert.Equal((EnrolmentAnswer.Unknown, null), Do(Enrolment.Approve(_book, "a", Keeper, "192.0.2.1", _now)));
    }

    [Fact]
    public void Ask_AfterARestart_IsOnRecordWithTheCertificatesThatItsKeySigned()
    {
        Ask("a", "edge", NodeKey);

        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeJoined), Ask("a", "edge", instance: "i-2"));
        Assert.Equal((EnrolmentAnswer.Done, null), Ask("a", "edge", instance: "i-2"));
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeJoined), Ask("a", "edge", instance: "i-2", fingerprint: "f-2"));
        Assert.Equal("f-2", _book.Find("a")!.Fingerprints["edge-1"]);
    }

    [Fact]
    public void Ask_NameOfAnEnrolledNode_IsRefusedWhateverItProves()
    {
        AddCode("c1");
        Ask("a", "edge", NodeKey);

        Assert.Equal((EnrolmentAnswer.NameTaken, null), Ask("b", "edge"));
        Assert.Equal((EnrolmentAnswer.NameTaken, null), Ask("b", "edge", NodeKey));
        Assert.Equal((EnrolmentAnswer.NameTaken, null), Ask("b", "edge", Enrolment.ViaCode, "c1"));
        Assert.True(_book.FindCode("c1")!.IsValid(_now));
        Assert.Equal((EnrolmentAnswer.OtherName, null), Ask("a", "other"));
    }

    [Fact]
    public void Ask_WithACode_EnrolsOnceAndInTime()
    {
        AddCode("c1");
        AddCode("c2");

        Assert.Equal((EnrolmentAnswer.CodeInvalid, null), Ask("a", "edge", Enrolment.ViaCode, "unknown"));
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeEnrolled), Ask("a", "edge", Enrolment.ViaCode, "c1"));
        Assert.Equal((EnrolmentAnswer.CodeInvalid, null), Ask("b", "other", Enrolment.ViaCode, "c1"));
        _now += TimeSpan.FromHours(1);
        Assert.Equal((EnrolmentAnswer.CodeInvalid, null), Ask("b", "other", Enrolment.ViaCode, "c2"));
        Assert.Equal((EnrolmentAnswer.Done, null), Ask("a", "edge", Enrolment.ViaCode, "c1"));
    }

    [Fact]
    public void Ask_WithTheNodeKey_EnrolsUpToItsLimit()
    {
        Ask("a", "a", NodeKey);
        Ask("b", "b", NodeKey);

        Assert.Equal((EnrolmentAnswer.WaitingKeyUsedUp, AuditActions.NodeWaiting), Ask("c", "c", NodeKey));
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeEnrolled), Ask("d", "d", "key:k2"));
        _now += EnrolmentRules.KeyWindow;
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeEnrolled), Ask("c", "c", NodeKey));
    }

    [Fact]
    public void Ask_NodesOfTheKeyThatAreGoneForGood_AreForgottenThoseThatAreThereAreNot()
    {
        AddCode("c1");
        Ask("a", "a", NodeKey);
        Ask("b", "b", NodeKey);
        Ask("c", "c", Enrolment.ViaCode, "c1");
        Do(Enrolment.Revoke(_book, "c", Keeper, "192.0.2.1", _now));
        for (var day = 0; day < 8; day++)
        {
            _now += TimeSpan.FromDays(1);
            Do(Enrolment.Touch(_book, new HashSet<string> { "a" }, _now));
            Assert.Same(_book, Enrolment.Touch(_book, new HashSet<string> { "a" }, _now).Next);
        }

        Ask("d", "d");

        Assert.Equal(["a", "c", "d"], _book.Nodes.Select(node => node.KeyId).Order(StringComparer.Ordinal));
        Assert.Equal((EnrolmentAnswer.NameTaken, null), Ask("e", "a", NodeKey));
        Assert.Equal((EnrolmentAnswer.Revoked, null), Ask("c", "c", NodeKey));
    }

    [Fact]
    public void Revoke_NodeThatTheKeyEnrolled_ClosesTheKey()
    {
        Ask("a", "a", NodeKey);

        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeRevoked), Do(Enrolment.Revoke(_book, "a", Keeper, "192.0.2.1", _now)));
        Assert.Equal((EnrolmentAnswer.Done, null), Do(Enrolment.Revoke(_book, "a", Keeper, "192.0.2.1", _now)));

        Assert.Equal((EnrolmentAnswer.Revoked, null), Ask("a", "a", NodeKey));
        Assert.Equal((EnrolmentAnswer.WaitingKeyUsedUp, AuditActions.NodeWaiting), Ask("b", "a", NodeKey));
        Assert.True(_book.IsClosed(NodeKey));
        AddCode("c1");
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeEnrolled), Ask("c", "a", Enrolment.ViaCode, "c1"));
        Assert.Equal((EnrolmentAnswer.Revoked, null), Ask("a", "a", Enrolment.ViaCode, "c1"));
    }

    [Fact]
    public void Revoke_WaitingNode_IsARefusalForGood()
    {
        Ask("a", "edge");

        Assert.Equal((EnrolmentAnswer.Done, AuditActions.NodeRejected), Do(Enrolment.Revoke(_book, "a", Keeper, "192.0.2.1", _now)));

        Assert.Equal((EnrolmentAnswer.Revoked, null), Ask("a", "edge", NodeKey));
        Assert.False(_book.IsClosed(NodeKey));
        Assert.Equal((EnrolmentAnswer.Unknown, null), Do(Enrolment.Revoke(_book, "b", Keeper, "192.0.2.1", _now)));
    }

    [Fact]
    public void Approve_SecondOfOneName_IsRefused()
    {
        Ask("a", "edge");
        Ask("b", "edge");
        Do(Enrolment.Approve(_book, "a", Keeper, "192.0.2.1", _now));

        Assert.Equal((EnrolmentAnswer.NameTaken, null), Do(Enrolment.Approve(_book, "b", Keeper, "192.0.2.1", _now)));
    }

    [Fact]
    public void Ask_ManyFromOneNetwork_LeaveRoomForOthersAndExpire()
    {
        for (var i = 0; i < 100; i++)
        {
            Ask($"bad-{i}", $"bad-{i}", network: "192.0.2.66");
        }

        Assert.Equal(EnrolmentRules.MaxWaitingPerNetwork, _book.Nodes.Length);
        Assert.Equal((EnrolmentAnswer.Full, null), Ask("bad-100", "bad-100", network: "192.0.2.66"));
        Assert.Equal((EnrolmentAnswer.Waiting, AuditActions.NodeWaiting), Ask("a", "edge"));
        for (var i = 0; i < 100; i++)
        {
            Ask($"more-{i}", $"more-{i}", network: $"198.51.100.{i}");
        }

        Assert.Equal(Rules.MaxWaiting, _book.Nodes.Length);
        _now += EnrolmentRules.WaitingExpiry + TimeSpan.FromSeconds(1);
        Ask("new", "new", network: "203.0.113.1");
        Assert.Equal("new", Assert.Single(_book.Nodes).KeyId);
    }

    [Fact]
    public void AddCode_TooMany_IsRefusedUntilTheyExpire()
    {
        for (var i = 0; i < EnrolmentRules.MaxCodes; i++)
        {
            Assert.Equal((EnrolmentAnswer.Done, AuditActions.JoinCodeCreated), AddCode($"c{i}"));
        }

        Assert.Equal((EnrolmentAnswer.Full, null), AddCode("more"));
        _now += TimeSpan.FromHours(1);
        Assert.Equal((EnrolmentAnswer.Done, AuditActions.JoinCodeCreated), AddCode("more"));
    }

    private (EnrolmentAnswer, string?) AddCode(string id) =>
        Do(Enrolment.AddCode(_book, new JoinCode(id, [1, 2, 3], _now, Keeper, _now.AddHours(1), null), "192.0.2.1"));

    private (EnrolmentAnswer, string?) Ask(
        string key, string node, string via = "", string? code = null, string instance = "i-1", string fingerprint = "f-1", string network = "192.0.2.7") =>
        Do(Enrolment.Ask(
            _book,
            new NodeRequest(key, node, [1], ImmutableSortedDictionary<string, string>.Empty.Add(node + "-1", fingerprint), instance, network, network, via, code),
            Rules,
            _now));

    /// <summary>The answer, with the action on record.</summary>
    private (EnrolmentAnswer Answer, string? Action) Do(BookChange change)
    {
        _book = change.Next;
        return (change.Answer, change.Audits.SingleOrDefault()?.Action);
    }
}
