/// What a table can bring in.
package enum ImportKind: String, CaseCode {
    case houses, owners, people
    /// Answers a third party collected for a wave (SURVEY-P1); the questions are columns too (`ImportMapping.answers`).
    case answers

    /// The columns, in the order of the template.
    package var fields: [ImportField] {
        switch self {
        case .houses: [.project, .building, .entrance, .storey, .room, .usage, .area, .innerArea, .houseType, .handedOverOn]
        case .owners: [.project, .house, .name, .phone, .identityKind, .identity, .relation, .from, .to]
        case .people: [.account, .name, .unit, .role, .title, .from, .to]
        case .answers: [.project, .reference, .house, .stage, .answeredOn]
        }
    }

    /// Columns without which no row can be read. The project is not one of them: seen from a project it is that one.
    package var required: Set<ImportField> {
        switch self {
        case .houses: [.building, .room]
        case .owners: [.house, .name, .relation]
        case .people: [.account, .name, .unit, .role]
        case .answers: [.reference]
        }
    }

    /// Of which a person must hold one beside `import.run`: an import does nothing that the person could not do by hand. Customers'
    /// files are written by who keeps them, not by who checks them (CUSTDATA-R3).
    package var permissions: [Permission] {
        switch self {
        case .houses: [.orgManage, .houseManage]
        case .owners: [.customerManage]
        case .people: [.peopleManage]
        case .answers: [.surveyRun]
        }
    }
}

/// A column of ours. The code is also the key of its heading in both catalogues.
package enum ImportField: String, CaseCode {
    case project, building, entrance, storey, room, usage, area, innerArea, houseType, handedOverOn
    case house, name, phone, identityKind, identity, relation, from, to
    case account, unit, role, title
    /// The number under which a firm keeps a respondent.
    case reference
    case stage, answeredOn
    /// One of the questions; which one stands in the problem.
    case answer

    /// Headings people use for it beside those of the template, as `HeadingKey` sees them.
    package var synonyms: [String] {
        switch self {
        case .project: ["项目", "项目名称", "小区", "楼盘", "project", "projectname", "estate"]
        case .building: ["楼栋", "楼号", "栋", "栋号", "幢", "幢号", "楼", "building", "block"]
        case .entrance: ["单元", "单元号", "梯", "entrance", "section", "stair"]
        case .storey: ["楼层", "层", "所在层", "floor", "storey", "level"]
        case .room: ["房号", "室号", "室", "房间号", "门牌", "room", "roomnumber", "roomno"]
        case .usage: ["用途", "房屋用途", "使用性质", "usage", "use"]
        case .innerArea: ["套内面积", "套内", "套内建筑面积", "innerarea", "netarea", "innerareasqm"]
        case .area: ["面积", "建筑面积", "建筑面积㎡", "建筑面积m2", "面积㎡", "area", "floorarea", "areasqm", "areaofthehousem2"]
        case .houseType: ["户型", "房型", "housetype", "type", "layout"]
        case .handedOverOn: ["交付日期", "交房日期", "交付时间", "入伙日期", "handover", "handoverdate", "handedoveron", "handedover"]
        case .house: ["房屋", "房产", "房源", "房屋地址", "地址", "门牌", "房号", "house", "address", "home"]
        case .name: ["姓名", "名称", "客户姓名", "业主姓名", "业主", "员工姓名", "name", "fullname", "customername", "ownername"]
        case .phone: ["电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone", "mobile", "telephone", "phonenumber", "mobilephone"]
        case .identityKind: ["证件类型", "证件种类", "identitykind", "idtype", "kindofpaper"]
        case .identity: ["证件号", "证件号码", "身份证", "身份证号", "身份证号码", "identity", "identitynumber", "idnumber", "idcard", "id"]
        case .relation: ["关系", "与房屋关系", "客户类型", "身份", "relation", "relationship", "kind"]
        case .from: ["起", "起始日期", "开始日期", "自", "任职日期", "生效日期", "from", "since", "startdate", "start"]
        case .to: ["止", "截止日期", "结束日期", "至", "to", "until", "enddate", "end"]
        case .account: ["账号", "帐号", "登录名", "用户名", "account", "username", "login"]
        case .unit: ["组织", "组织单元", "单位", "所属单位", "部门", "unit", "organisation", "organization", "department"]
        case .role: ["角色", "权限角色", "role"]
        case .reference: ["编号", "样本编号", "答卷编号", "序号", "问卷编号", "respondent", "respondentid", "reference", "ref", "sampleid", "no"]
        case .stage: ["阶段", "交付阶段", "stage"]
        case .answeredOn: ["答卷日期", "作答日期", "访问日期", "提交时间", "date", "answeredon", "submitted", "submittedat", "interviewdate"]
        case .answer: []
        case .title: ["岗位", "职务", "岗位名称", "职位", "title", "posttitle", "position"]
        }
    }
}

/// A heading without what people vary: width, case, blanks, brackets, units, asterisks.
package enum HeadingKey {
    package static func of(_ heading: String) -> String {
        String(
            String.UnicodeScalarView(
                BoundedText.halfWidth(heading).lowercased().unicodeScalars.filter {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "㎡"
                }))
    }
}
