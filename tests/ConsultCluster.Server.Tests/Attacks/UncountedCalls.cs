using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tests.Telemetry;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Methods that do not exist, arguments that fit none, and pings: 44,000 a second, which no budget counted.</summary>
[Trait("attack", "9")]
public sealed class UncountedCalls(DemoServer fixture) : IClassFixture<DemoServer>
{
    /// <summary>What a connection may send at once before it is ended, and what the bucket gains in a minute and more of a slow machine.</summary>
    private const int Enough = CallBudget.Burst + CallBudget.Debt + (100 * CallBudget.PerSecond);

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("""{"type":6}""")]
    [InlineData("""{"type":1,"target":"NoSuchMethod","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"NoSuchMethod","arguments":["x"]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"SetMuted","arguments":[7,8,9]}""")]
    [InlineData("""{"type":1,"target":"SetMuted","arguments":[{"a":[]}]}""")]
    [InlineData("""{"type":4,"invocationId":"1","target":"Enter","arguments":[]}""")]
    [InlineData("""{"type":5,"invocationId":"1"}""")]
    [InlineData("""{"type":3,"invocationId":"1","result":1}""")]
    public async Task Message_Flood_EndsTheConnectionWithAReason(string message)
    {
        using var log = new MeasurementLog(Server.Services);
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var seat = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        await using var connection = await RawHubConnection.OpenAsync(Server.Address, (await applicant.EntryAsync(consultation.GroupId)).Token);

        var sent = 0;
        while (sent < Enough && connection.IsOpen && await connection.TrySendAsync(message))
        {
            sent++;
        }

        await connection.Ended;
        Assert.Contains("request.too_many", connection.Reason, StringComparison.Ordinal);
        Assert.NotEqual(0, log.Sum("hub.limited", ("limit", HubLimit.Calls)));
        Assert.Null((await seat.Terminal.Snapshot()).Error);
    }

    [Theory]
    [InlineData("NoSuchMethod", "[]", "request.unknown_method")]
    [InlineData("NoSuchMethod", """["x",{}]""", "request.unknown_method")]
    [InlineData("(refused)", """["a","b"]""", "request.unknown_method")]
    [InlineData("SetMuted", "[7]", "request.invalid")]
    [InlineData("SetMuted", "[]", "request.invalid")]
    [InlineData("SetMuted", """[["microphone"],["camera"]]""", "request.invalid")]
    [InlineData("Enter", """[{"seatKey":{}}]""", "request.invalid")]
    [InlineData("Offer", """[{"sdp":"v=0","sources":[]}]""", "request.invalid")]
    [InlineData("snapshot", "[]", null)]
    public async Task Call_OfAnotherForm_IsRefusedWithItsCodeAndTheConnectionStays(string method, string arguments, string? code)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var connection = await RawHubConnection.OpenAsync(Server.Address, (await applicant.EntryAsync(consultation.GroupId)).Token);
        await connection.CallAsync("Enter", $$"""[{"seatKey":"{{Testing.Hub.HubTerminal.NewSeatKey()}}"}]""");

        var answer = await connection.CallAsync(method, arguments);

        Assert.False(answer.TryGetProperty("error", out _), "It looks like a failure of the server.");
        var error = answer.GetProperty("result").GetProperty("error");
        Assert.Equal(code, error.ValueKind == System.Text.Json.JsonValueKind.Null ? null : error.GetProperty("code").GetString());
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public async Task Message_ThatIsNone_EndsTheConnectionWithAReason()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var connection = await RawHubConnection.OpenAsync(Server.Address, (await applicant.EntryAsync(consultation.GroupId)).Token);

        await connection.TrySendAsync("no JSON");

        await connection.Ended;
        Assert.Contains("request.invalid", connection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_FirstOneTooMany_IsRefusedAndTheConnectionStays()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var seat = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        Reply reply;
        do
        {
            reply = await seat.Terminal.SetMuted(["nose"]);
        }
        while (reply.Error?.Code == "request.invalid");

        Assert.Equal("request.too_many", reply.Error?.Code);
        Assert.False(seat.Terminal.Closed.IsCompleted);
    }
}
