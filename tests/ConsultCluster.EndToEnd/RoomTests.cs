using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>What people do inside a consultation.</summary>
public sealed class RoomTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    [Fact]
    public async Task Microphone_MutedAndUnmuted_OthersSeeItAndStopHearing()
    {
        var trio = await Stage.GatherAsync("会诊静音 Muting");
        var applicant = await trio.Applicant.TerminalIdAsync();

        await trio.Applicant.Part("mic").ClickAsync();
        await Expect(trio.Expert, applicant, "data-muted", "microphone");

        await trio.Applicant.Part("mic").ClickAsync();
        await Expect(trio.Expert, applicant, "data-muted", string.Empty);
    }

    [Fact]
    public async Task Moderator_MutesAnother_TheOtherIsToldAndMuted()
    {
        var trio = await Stage.GatherAsync("主持人静音 Muting another");
        var patient = await trio.Patient.TerminalIdAsync();

        await trio.Applicant.Part("people").ClickAsync();
        await trio.Applicant.Part($"mute-{patient}").ClickAsync();

        await Expect(trio.Expert, patient, "data-muted", "microphone");
        await trio.Patient.Part("live").GetByText("Li Wen", new LocatorGetByTextOptions { Exact = false }).WaitForAsync(Attached);
    }

    [Fact]
    public async Task Camera_TurnedOff_OthersStopDecodingIt()
    {
        var trio = await Stage.GatherAsync("关闭摄像头 Camera off");
        var applicant = await trio.Applicant.TerminalIdAsync();

        await trio.Applicant.Part("camera").ClickAsync();
        await Expect(trio.Expert, applicant, "data-muted", "camera");
        await trio.Expert.SeesAsync(1);

        await trio.Applicant.Part("camera").ClickAsync();
        await trio.Expert.SeesAsync(2);
    }

    [Fact]
    public async Task Chat_MessageOfOne_ReachesTheOthersOnce()
    {
        var trio = await Stage.GatherAsync("文字 Chat");

        await trio.Expert.SayAsync("肌钙蛋白多少? Troponin?");
        await trio.Patient.Part("chat").ClickAsync();
        await trio.Applicant.Part("chat").ClickAsync();

        foreach (var terminal in trio.All)
        {
            var line = terminal.Part("chat-list").GetByText("肌钙蛋白多少? Troponin?", Exactly);
            await line.WaitForAsync();
            Assert.Equal(1, await line.CountAsync());
        }
    }

    [Fact]
    public async Task Screen_Shared_OthersDecodeItOnTheStageUntilItStops()
    {
        var trio = await Stage.GatherAsync("共享屏幕 Screen");

        await trio.Expert.Part("screen").ClickAsync();
        await trio.Expert.Part("sharing").WaitForAsync();
        foreach (var terminal in new[] { trio.Applicant, trio.Patient })
        {
            await terminal.Part("stage").WaitForAsync();
            await terminal.WaitAsync(
                """
                async () => {
                  const s = await window.__consult.stats();
                  const slot = s.slots.find(one => one.source === 'screen' && one.terminalId);
                  return slot !== undefined && (s.framesDecodedByMid[slot.mid] ?? 0) > 0;
                }
                """,
                "decode the shared screen");
        }

        await trio.Expert.Part("screen").ClickAsync();
        await trio.Applicant.Part("stage").WaitForAsync(Gone);
        await trio.Applicant.SeesAsync(2);
    }

    [Fact]
    public async Task Leave_ThenEnterAgain_OthersSeeThemGoAndComeBack()
    {
        var trio = await Stage.GatherAsync("离开 Leaving");
        var expert = await trio.Expert.TerminalIdAsync();

        await trio.Expert.Part("leave").ClickAsync();
        await trio.Expert.Part("over").WaitForAsync();
        await trio.Applicant.Part($"tile-{expert}").WaitForAsync(Gone);
        await trio.Applicant.SeesAsync(1);

        await trio.Expert.Part("again").ClickAsync();
        await trio.Expert.EnterAsync();
        await trio.Expert.SeesAsync(2);
        await trio.Applicant.SeesAsync(2);
    }

    [Fact]
    public async Task Reload_InsideTheRoom_ResumesTheSameSeat()
    {
        var trio = await Stage.GatherAsync("刷新 Reload");
        var before = await trio.Patient.TerminalIdAsync();

        await trio.Patient.Page.ReloadAsync();
        await trio.Patient.SeesAsync(2);

        Assert.Equal(before, await trio.Patient.TerminalIdAsync());
        await trio.Applicant.SeesAsync(2);
    }

    [Fact]
    public async Task Remove_ByTheModerator_TheOtherIsOutAndCannotComeBack()
    {
        var trio = await Stage.GatherAsync("移出 Removing");
        var patient = await trio.Patient.TerminalIdAsync();

        await trio.Applicant.Part("people").ClickAsync();
        await trio.Applicant.Part($"remove-{patient}").ClickAsync();
        await trio.Applicant.Part("confirm").ClickAsync();

        await trio.Patient.Part("refused").WaitForAsync();
        await trio.Applicant.Part($"tile-{patient}").WaitForAsync(Gone);
    }

    [Fact]
    public async Task Close_ByTheApplicant_EndsItForEveryone()
    {
        var trio = await Stage.GatherAsync("结束 Closing");

        await trio.Applicant.Part("close").ClickAsync();
        await trio.Applicant.Part("confirm").ClickAsync();

        foreach (var terminal in trio.All)
        {
            await terminal.Part("over").WaitForAsync();
            Assert.Equal("closed", await terminal.Part("over").GetAttributeAsync("data-code"));
        }
    }

    private static LocatorWaitForOptions Gone => new() { State = WaitForSelectorState.Detached };

    private static LocatorWaitForOptions Attached => new() { State = WaitForSelectorState.Attached };

    private static LocatorGetByTextOptions Exactly => new() { Exact = true };

    private static Task Expect(Terminal terminal, string other, string attribute, string value) =>
        Assertions.Expect(terminal.Part($"tile-{other}")).ToHaveAttributeAsync(attribute, value);
}
