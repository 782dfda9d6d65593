using System.Text.Json;
using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>An encoder that only knows WHIP (RFC 9725) and a player that only knows WHEP, on pages of somebody else.</summary>
public sealed class StandardClientTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    private const int Patience = 30_000;

    [Fact]
    public async Task WhipPublisher_AndWhepPlayer_ExchangeVideoAndSoundThroughTheRelay()
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("内镜直播 Endoscope picture");
        var encoder = await api.InviteAsync(consultation.GroupId, "内镜 Endoscope", "device", "whip");
        var display = await api.InviteAsync(consultation.GroupId, "大屏 Wall display", "observer", "whep");
        using var pages = PageServer.Start();

        var publisher = await OpenAsync(pages, "whip.html");
        await publisher.EvaluateAsync("([url, token]) => publish(url, token)", new[] { $"{Stage.Server.Url}/whip", encoder.Token });
        Assert.Equal("application/sdp", await publisher.EvaluateAsync<string>("answerType"));
        var player = await OpenAsync(pages, "whep.html");
        await player.EvaluateAsync("([url, token]) => play(url, token)", new[] { $"{Stage.Server.Url}/whep", display.Token });

        await player.WaitForFunctionAsync(
            "async () => { const r = await received(); return r.framesDecoded > 30 && r.audioBytes > 5000; }", null, Polling);
        // A sender on a busy machine begins small.
        await player.WaitForFunctionAsync("document.getElementById('video').videoWidth >= 320", null, Polling);

        Assert.Equal(200, await publisher.EvaluateAsync<int>("token => end(token)", encoder.Token));
        Assert.Equal(200, await player.EvaluateAsync<int>("token => end(token)", display.Token));
    }

    [Fact]
    public async Task WhipPublisher_InAConsultation_IsSeenByTheBrowser()
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("手术示教 Operating room picture");
        var encoder = await api.InviteAsync(consultation.GroupId, "术野 Field camera", "device", "whip");
        using var pages = PageServer.Start();
        var doctor = await Stage.StaffAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);

        var publisher = await OpenAsync(pages, "whip.html");
        await publisher.EvaluateAsync("([url, token]) => publish(url, token)", new[] { $"{Stage.Server.Url}/whip", encoder.Token });

        await doctor.SeesAsync(1);
        await doctor.IsConnectedAsync();
    }

    [Fact]
    public async Task WhipPublisher_WithARevokedToken_IsRefusedWithProblemDetails()
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("吊销 Revoked");
        var encoder = await api.InviteAsync(consultation.GroupId, "设备 Device", "device", "whip");
        await api.RevokeAsync(consultation.GroupId, encoder.TokenId);
        using var pages = PageServer.Start();

        var publisher = await OpenAsync(pages, "whip.html");
        var error = await Assert.ThrowsAsync<PlaywrightException>(() => publisher.EvaluateAsync(
            "([url, token]) => publish(url, token)", new[] { $"{Stage.Server.Url}/whip", encoder.Token }));

        Assert.Contains("token.revoked", error.Message, StringComparison.Ordinal);
        var problem = error.Message[error.Message.IndexOf('{', StringComparison.Ordinal)..(error.Message.LastIndexOf('}') + 1)];
        Assert.Equal("token.revoked", JsonDocument.Parse(problem).RootElement.GetProperty("code").GetString());
    }

    private static PageWaitForFunctionOptions Polling => new() { Timeout = Patience, PollingInterval = 100 };

    private async Task<IPage> OpenAsync(PageServer pages, string name)
    {
        var browser = await Stage.Chromium.OpenAsync();
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"{pages.Url}/{name}");
        return page;
    }
}
