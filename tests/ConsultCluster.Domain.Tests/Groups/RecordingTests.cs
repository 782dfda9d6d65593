using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;

namespace ConsultCluster.Domain.Tests.Groups;

public class RecordingTests
{
    private readonly GroupDriver _driver = new(requested: false);

    [Fact]
    public void RecordRequest_New_RecordsRequestAndGroupWithAudit()
    {
        var decision = _driver.Do(g => g.RecordRequest(GroupDriver.Request(), GroupDriver.Moderator, _driver.Now));

        Assert.True(decision.Answer.Succeeded);
        Assert.Equal(GroupState.Open, decision.Answer.Value.State);
        Assert.Contains(decision.Effects, e => e is RequestRecorded);
        Assert.Equal(["consultation.requested", "group.created"], _driver.Audited());
    }

    [Fact]
    public void RecordRequest_SameAgain_ChangesNothing()
    {
        _driver.Do(g => g.RecordRequest(GroupDriver.Request(), GroupDriver.Moderator, _driver.Now));
        var before = _driver.Group;

        var decision = _driver.Do(g => g.RecordRequest(GroupDriver.Request(), GroupDriver.Moderator, _driver.Now));

        Assert.True(decision.Answer.Succeeded);
        Assert.Empty(decision.Effects);
        Assert.Same(before, decision.Next);
    }

    [Fact]
    public void RecordRequest_OtherContents_IsRefused()
    {
        _driver.Do(g => g.RecordRequest(GroupDriver.Request(), GroupDriver.Moderator, _driver.Now));

        var decision = _driver.Do(g => g.RecordRequest(GroupDriver.Request() with { Purpose = "Other" }, GroupDriver.Moderator, _driver.Now));

        Assert.Equal(RefusalCodes.GroupExists, decision.Answer.Refusal?.Code);
    }

    public static TheoryData<ConsultationRequest, string> Invalid => new()
    {
        { GroupDriver.Request(1), "capacity" },
        { GroupDriver.Request(17), "capacity" },
        { GroupDriver.Request() with { Purpose = " " }, "purpose" },
        { GroupDriver.Request() with { Purpose = new string('x', 2001) }, "purpose" },
        { GroupDriver.Request() with { Complaint = "a\0b" }, "complaint" },
        { GroupDriver.Request() with { Hospital = new string('x', 121) }, "hospital" },
        { GroupDriver.Request() with { Urgency = (Urgency)9 }, "urgency" },
        { GroupDriver.Request() with { Group = new GroupId("other") }, "group" },
        { GroupDriver.Request() with { Patient = new Patient("", null, null, null, null) }, "patient.name" },
        { GroupDriver.Request() with { Patient = new Patient("A", 151, null, null, null) }, "patient.age" },
        { GroupDriver.Request() with { Patient = new Patient("A", 20, "x", null, null) }, "patient.sex" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void RecordRequest_Invalid_IsRefusedNamingTheField(ConsultationRequest request, string field)
    {
        var decision = _driver.Do(g => g.RecordRequest(request, GroupDriver.Moderator, _driver.Now));

        Assert.Equal(RefusalCodes.RequestInvalid, decision.Answer.Refusal?.Code);
        Assert.Contains(field, decision.Answer.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Null(_driver.Group.Request);
    }

    [Fact]
    public void Snapshot_NeverRequested_IsRefused() =>
        Assert.Equal(RefusalCodes.GroupUnknown, _driver.Group.Snapshot().Refusal?.Code);
}
