using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>The door: every way in, and every way of not getting in.</summary>
public sealed class JoinTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    [Fact]
    public async Task Keyboard_Alone_SignsInAsksAndJoins()
    {
        var doctor = await Stage.GuestAsync();
        await doctor.Page.GotoAsync("/");
        await TabToAsync(doctor, "user-name");
        await doctor.Page.Keyboard.TypeAsync(DemoPerson.Applicant.UserName);
        await TabToAsync(doctor, "password");
        await doctor.Page.Keyboard.TypeAsync(DemoPerson.Password);
        await doctor.Page.Keyboard.PressAsync("Enter");
        await doctor.Page.WaitForURLAsync("**/consultations");

        await TabToAsync(doctor, "a[href='/consultations/new']");
        await doctor.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(doctor, "ask-name");
        await doctor.Page.Keyboard.TypeAsync("Zhou");
        await TabToAsync(doctor, "ask-purpose");
        await doctor.Page.Keyboard.TypeAsync("Keyboard only");
        await TabToAsync(doctor, "ask-submit");
        await doctor.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(doctor, "enter");
        await doctor.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(doctor, "join");
        await doctor.Page.Keyboard.PressAsync("Enter");

        await doctor.Part("room").WaitForAsync();
        await doctor.WaitAsync("() => document.querySelector('[data-testid=room]')?.dataset.phase === 'inside'", "be inside");
        await doctor.Page.Keyboard.PressAsync("c");
        await doctor.Part("chat-panel").WaitForAsync();
    }

    [Fact]
    public async Task EnterButton_WhileDevicesStartAndTheConsultationLoads_StaysWhereItIs()
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("按钮不动 Button stays");
        var doctor = await Stage.StaffAsync(DemoPerson.Applicant);
        await doctor.Page.AddInitScriptAsync("""
            window.__places = new Set();
            const look = () => {
              const button = document.querySelector('[data-testid=join]');
              if (button) window.__places.add(Math.round(button.getBoundingClientRect().top));
              requestAnimationFrame(look);
            };
            look();
            """);

        await doctor.Page.GotoAsync($"/room/{consultation.GroupId}");
        await doctor.Page.GetByText("按钮不动 Button stays").WaitForAsync();
        await doctor.WaitAsync(
            "() => document.querySelector('main video')?.videoWidth > 0 && document.querySelector('[data-testid=level]')?.value > 0",
            "see and hear oneself at the device check");

        Assert.Single(await doctor.Page.EvaluateAsync<int[]>("[...window.__places]"));
    }

    [Fact]
    public async Task GuestLink_OpenedOnASecondDevice_IsRefusedThere()
    {
        var (_, invitation) = await InvitationAsync("单次链接 Single use");
        var first = await Stage.GuestAsync();
        await first.JoinByLinkAsync(invitation);

        var second = await Stage.GuestAsync();
        await second.Page.GotoAsync(invitation.Link);
        await second.Part("join").ClickAsync();

        await RefusedAsync(second, "token.used");
        await first.WaitAsync("() => document.querySelector('[data-testid=room]').dataset.phase === 'inside'", "stay inside");
    }

    [Fact]
    public async Task GuestLink_Revoked_IsRefused()
    {
        var (consultation, invitation) = await InvitationAsync("吊销链接 Revoked link");
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        await api.RevokeAsync(consultation.GroupId, invitation.TokenId);

        var guest = await Stage.GuestAsync();
        await guest.Page.GotoAsync(invitation.Link);
        await guest.Part("join").ClickAsync();

        await RefusedAsync(guest, "token.revoked");
    }

    [Fact]
    public async Task GuestLink_TamperedWith_IsRefused()
    {
        var (_, invitation) = await InvitationAsync("篡改链接 Forged link");
        var middle = invitation.Link.Length - 20;
        var other = invitation.Link[middle] == 'A' ? 'B' : 'A';

        var guest = await Stage.GuestAsync();
        await guest.Page.GotoAsync($"{invitation.Link[..middle]}{other}{invitation.Link[(middle + 1)..]}");
        await guest.Part("join").ClickAsync();

        await RefusedAsync(guest, "token.forged");
    }

    [Fact]
    public async Task GuestLink_AfterTheEnd_SaysThatItIsOver()
    {
        var (consultation, invitation) = await InvitationAsync("已结束 Over");
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        await api.CloseAsync(consultation.GroupId);

        var guest = await Stage.GuestAsync();
        await guest.Page.GotoAsync(invitation.Link);
        await guest.Part("join").ClickAsync();

        await guest.Part("over").WaitForAsync();
        Assert.Equal("closed", await guest.Part("over").GetAttributeAsync("data-code"));
    }

    [Fact]
    public async Task NoCamera_JoinsAnywayAndSeesTheOthers()
    {
        var (consultation, invitation) = await InvitationAsync("无摄像头 No camera");
        var doctor = await Stage.StaffAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);

        var guest = await Stage.GuestAsync(CameraState.Missing);
        await guest.Page.GotoAsync(invitation.Link);
        await Assertions.Expect(guest.Part("camera-trouble")).ToHaveAttributeAsync("data-state", "missing");
        await guest.EnterAsync();

        await guest.SeesAsync(1);
    }

    [Fact]
    public async Task PermissionDenied_JoinsAnywayAndSeesTheOthers()
    {
        var (consultation, invitation) = await InvitationAsync("无权限 No permission");
        var doctor = await Stage.StaffAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);

        var guest = await Stage.GuestAsync(CameraState.Denied);
        await guest.Page.GotoAsync(invitation.Link);
        await Assertions.Expect(guest.Part("camera-trouble")).ToHaveAttributeAsync("data-state", "denied");
        await guest.EnterAsync();

        await guest.SeesAsync(1);
    }

    [Fact]
    public async Task FirstAdministrator_ByThePrintedLink_IsMadeOnce()
    {
        await using var server = await ServerProcess.StartFreshAsync();
        var link = server.Output.Split().Single(word => word.Contains("/setup#code=", StringComparison.Ordinal));
        var administrator = await Terminal.OpenAsync(server, Stage.Chromium);

        await administrator.Page.GotoAsync(link);
        await administrator.Part("user-name").FillAsync("sun.admin");
        await administrator.Part("display-name").FillAsync("孙管理 Sun");
        await administrator.Part("password").FillAsync("correct horse battery");
        await administrator.Part("password-repeat").FillAsync("correct horse battery");
        await administrator.Part("setup").ClickAsync();
        await administrator.Part("people").WaitForAsync();

        var second = await Terminal.OpenAsync(server, Stage.Chromium);
        await second.Page.GotoAsync(link);
        await second.Part("user-name").FillAsync("mallory");
        await second.Part("display-name").FillAsync("Mallory");
        await second.Part("password").FillAsync("correct horse battery");
        await second.Part("password-repeat").FillAsync("correct horse battery");
        await second.Part("setup").ClickAsync();
        await second.Part("refusal").WaitForAsync();
    }

    private static async Task RefusedAsync(Terminal terminal, string code)
    {
        await terminal.Part("refused").WaitForAsync();
        Assert.Equal(code, await terminal.Part("refused").GetAttributeAsync("data-code"));
    }

    /// <summary>Presses Tab until the focus is there; the name is a <c>data-testid</c> or a selector.</summary>
    private static async Task TabToAsync(Terminal terminal, string name)
    {
        var selector = name.Contains('[', StringComparison.Ordinal) ? name : $"[data-testid={name}]";
        await terminal.Page.Locator(selector).First.WaitForAsync();
        for (var presses = 0; presses < 60; presses++)
        {
            if (await terminal.Page.EvaluateAsync<bool>("s => document.activeElement?.matches(s) === true", selector))
            {
                return;
            }

            await terminal.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The keyboard does not reach {name}.");
    }

    private async Task<(ConsultationDetail Consultation, IssuedTokenDto Invitation)> InvitationAsync(string purpose)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync(purpose);
        return (consultation, await api.InviteAsync(consultation.GroupId, "家属 Family", "patient"));
    }
}
