/// 批次状态 (section 2.14, from 000 article 11 and 004 article 13).
package enum WaveState: String, CaseCode {
    /// 策划
    case planned
    /// 批准
    case approved
    /// 发放: drawn, letters and links are out, answers not yet taken.
    case issued
    /// 回收
    case collecting
    /// 回收截止
    case closed
    /// 统计分析
    case analysed
    /// 专题报告
    case reported
    /// 纠正预防
    case rectifying
    /// 验证
    case verified
    /// 归档
    case archived
    /// 取消, before anything was collected.
    case cancelled

    /// Whether what is asked, and whom, can still be changed.
    package var isPlan: Bool { self == .planned }
    /// Whether the sample and the questionnaire stand.
    package var isFixed: Bool { ![.planned, .approved, .cancelled].contains(self) }
    /// Whether answers are complete.
    package var hasClosed: Bool { ![.planned, .approved, .issued, .collecting, .cancelled].contains(self) }
    package var isEnd: Bool { self == .archived || self == .cancelled }
}

package enum WaveAction: String, CaseCode {
    case approve
    /// Back to planning, with a reason.
    case sendBack
    /// Draws the sample and fixes the questionnaire.
    case issue
    case open
    case close
    /// The time to answer is extended; the state stays.
    case extend
    /// Answers are taken again after closing, before the figures were analysed.
    case reopen
    case analyse
    case report
    case rectify
    case verify
    case archive
    case cancel
}
