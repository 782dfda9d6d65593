using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>Every page in both languages: clean for axe in light and dark, and a picture of it for people to look at.</summary>
public sealed class PageTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    private readonly PageLooks _looks = new();

    [Theory]
    [InlineData("en", "en-GB")]
    [InlineData("zh", "zh-CN")]
    public async Task PagesOutsideTheRoom_InThatLanguage_AreAxeClean(string language, string locale)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var open = await api.AskAsync("是否需要急诊介入治疗 Whether primary PCI is needed", "emergency");
        var closed = await api.AskAsync("术后抗凝方案 Anticoagulation after surgery", "routine");
        await api.InviteAsync(open.GroupId, "陈家属 Chen", "patient");
        await api.CloseAsync(closed.GroupId);

        var guest = await OpenAsync(locale);
        await LookAsync(guest, "/", "sign-in", "sign-in", language);
        await guest.Part("user-name").FillAsync("nobody");
        await guest.Part("password").FillAsync("wrong");
        await guest.Part("sign-in").ClickAsync();
        await LookAsync(guest, null, "refusal", "sign-in-refused", language);
        await LookAsync(guest, "/setup#code=example", "setup", "setup", language);
        await LookAsync(guest, "/join", "refused", "join-refused", language);

        var administrator = await OpenAsync(locale);
        await administrator.SignInAsync(DemoPerson.Administrator);
        await LookAsync(administrator, "/people", "people", "people", language);
        await administrator.Part("person-add").ClickAsync();
        await LookAsync(administrator, null, "person-save", "person-new", language);
        await LookAsync(administrator, "/cluster", "cluster", "cluster-alone", language);

        var doctor = await OpenAsync(locale);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await LookAsync(doctor, "/consultations", "consultations", "consultations", language);
        await LookAsync(doctor, "/consultations/new", "ask-submit", "ask", language);
        await doctor.Part("ask-submit").ClickAsync();
        await LookAsync(doctor, null, "ask-submit", "ask-mistakes", language);
        await LookAsync(doctor, $"/consultations/{open.GroupId}", "enter", "consultation", language);
        await doctor.Part("audit-show").ClickAsync();
        await LookAsync(doctor, null, "audit", "consultation-audit", language);
        await doctor.Part("invite").ClickAsync();
        await LookAsync(doctor, null, "invite-submit", "invite", language);
        await LookAsync(doctor, $"/consultations/{closed.GroupId}", "audit-show", "consultation-closed", language);
        await LookAsync(doctor, "/no/such/page", null, "not-found", language);
        await LookAsync(doctor, $"/room/{closed.GroupId}", null, "device-check-closed", language);

        Assert.Empty(_looks.Violations);
    }

    [Theory]
    [InlineData("en", "en-GB")]
    [InlineData("zh", "zh-CN")]
    public async Task Room_InThatLanguage_IsAxeCleanInEveryState(string language, string locale)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("是否需要急诊介入治疗 Whether primary PCI is needed", "emergency");
        var invitation = await api.InviteAsync(consultation.GroupId, "陈家属 Chen", "patient");

        var doctor = await OpenAsync(locale);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await LookAsync(doctor, $"/room/{consultation.GroupId}", "join", "device-check", language);
        await doctor.EnterAsync();
        await LookAsync(doctor, null, "waiting", "room-waiting", language);

        var denied = await OpenAsync(locale, CameraState.Denied);
        await LookAsync(denied, invitation.Link, "camera-trouble", "device-check-denied", language);

        var expert = await Stage.StaffAsync(DemoPerson.Expert);
        await expert.JoinAsync(consultation.GroupId);
        var patient = await Stage.GuestAsync();
        await patient.JoinByLinkAsync(await api.InviteAsync(consultation.GroupId, "陈家属 Chen", "patient"));
        await doctor.SeesAsync(2);
        await LookAsync(doctor, null, "room", "room", language);
        await expert.SayAsync("心电图提示下壁心梗。 The ECG shows an inferior infarction.");
        await doctor.SayAsync("已给阿司匹林，准备转运。 Aspirin given, preparing transport.");
        // README shows this picture: without the notes of who came.
        await Assertions.Expect(doctor.Part("toasts").Locator("li")).ToHaveCountAsync(0);
        await LookAsync(doctor, null, "chat-panel", "room-chat", language);
        await doctor.Part("people").ClickAsync();
        await LookAsync(doctor, null, "people-panel", "room-people", language);
        await doctor.Part("people").ClickAsync();
        await expert.Part("screen").ClickAsync();
        await LookAsync(doctor, null, "stage", "room-screen", language);
        await doctor.Part("leave").ClickAsync();
        await LookAsync(doctor, null, "over", "left", language);
        await api.CloseAsync(consultation.GroupId);
        await patient.Part("over").WaitForAsync();
        await LookAsync(patient, null, "over", "ended", language);

        Assert.Empty(_looks.Violations);
    }

    private Task<Terminal> OpenAsync(string locale, CameraState camera = CameraState.Working) =>
        Terminal.OpenAsync(Stage.Server, Stage.Chromium, camera, locale, Screenshots.Desktop);

    private Task LookAsync(Terminal terminal, string? address, string? part, string name, string language) =>
        _looks.LookAsync(terminal, address, part, name, language);
}
